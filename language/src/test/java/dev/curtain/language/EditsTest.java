package dev.curtain.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EditsTest {
  /** Sets a property of the statement that begins with {@code start}. */
  private static String set(String text, String start, String key, String value) {
    int offset = text.indexOf(start);
    Span span = new Span(offset, offset, 1, 1, 1, 1);
    return Edits.set(SyntaxTree.parse(text).tree(), span, key, value).orElseThrow().applyTo(text);
  }

  private static final String MODEL =
      """
      deployment P   "Prod" { // odd   spacing stays
         node A "A" {
              containerInstance Shop.API {
                  version   "v1"   // the one
                  traffic 95
              }
              containerInstance Shop.DB { version='v7', x 1 }
              containerInstance Shop.Web
         }
      }
      """;

  @Test
  void oneValueChangesAndNothingElseMoves() {
    assertThat(set(MODEL, "containerInstance Shop.API", "version", "v2"))
        .isEqualTo(MODEL.replace("\"v1\"", "\"v2\""));
    assertThat(set(MODEL, "containerInstance Shop.API", "traffic", "5"))
        .isEqualTo(MODEL.replace("95", "5"));
  }

  @Test
  void theOldQuotesStay() {
    assertThat(set(MODEL, "containerInstance Shop.DB", "version", "it's\\8"))
        .isEqualTo(MODEL.replace("'v7'", "'it\\'s\\\\8'"));
  }

  @Test
  void aMissingPropertyIsAddedAtTheDepthOfItsNeighbours() {
    assertThat(set(MODEL, "containerInstance Shop.API", "replicas", "3"))
        .isEqualTo(MODEL.replace("Shop.API {\n", "Shop.API {\n            replicas 3\n"));
    assertThat(set(MODEL, "containerInstance Shop.DB", "role", "primary"))
        .isEqualTo(MODEL.replace("Shop.DB {", "Shop.DB { role \"primary\""));
    assertThat(set(MODEL, "containerInstance Shop.Web", "version", "v2"))
        .isEqualTo(MODEL.replace("Shop.Web", "Shop.Web { version \"v2\" }"));
  }

  @Test
  void commentsAndNeighboursStayWhereTheyAreWhenAPropertyIsAdded() {
    assertThat(set("A = system {  // why\n  // of port\n  port 1\n}\n", "A =", "x", "y"))
        .isEqualTo("A = system {  // why\n  // of port\n  x \"y\"\n  port 1\n}\n");
    assertThat(set("A = system { \"n\" 1 }", "A =", "x", "y"))
        .isEqualTo("A = system { x \"y\"; \"n\" 1 }");
    assertThat(set("A = system { /* a\n b */ port 1 }", "A =", "x", "y"))
        .isEqualTo("A = system { /* a\n b */ x \"y\"\n      port 1 }");
    assertThat(set("A = system { // why\n}\n", "A =", "x", "y"))
        .isEqualTo("A = system { // why\n  x \"y\"\n}\n");
  }

  @Test
  void whatIsNotThereIsNotEdited() {
    SyntaxTree tree = SyntaxTree.parse(MODEL).tree();
    assertThat(Edits.set(tree, new Span(3, 3, 1, 4, 1, 4), "version", "v2")).isEmpty();
  }
}
