package dev.curtain.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.lsp4j.CompletionItem;
import org.junit.jupiter.api.Test;

class CompletionsTest {
  private static final String MODEL =
      """
      User = person "User"
      Shop = system "Shop" {
        API = container "API"
        DB = database "DB"
      }
      """;

  private static List<String> labels(String text) {
    Marked marked = Marked.of(text);
    return Completions.at(marked.analysis(), marked.offset(), false, List::of).stream()
        .map(CompletionItem::getLabel)
        .toList();
  }

  private static String chosen(String text, String label) {
    Marked marked = Marked.of(text);
    CompletionItem item =
        Completions.at(marked.analysis(), marked.offset(), false, List::of).stream()
            .filter(each -> each.getLabel().equals(label))
            .findFirst()
            .orElseThrow(() -> new AssertionError(label + " in " + labels(text)));
    var edit = item.getTextEdit().getLeft();
    Lines lines = marked.analysis().lines();
    String whole = marked.analysis().text();
    return whole.substring(0, lines.offset(edit.getRange().getStart()))
        + edit.getNewText()
        + whole.substring(lines.offset(edit.getRange().getEnd()));
  }

  private static String instance(String inside) {
    return MODEL
        + "deployment P \"P\" { node A \"A\" { containerInstance Shop.API { "
        + inside
        + " } } }\n";
  }

  @Test
  void afterACompletePropertyOnTheSameLineTheNextKeyIsOffered() {
    assertThat(labels(instance("version \"v1\" |")))
        .contains("replicas", "traffic", "deployment_strategy", "soak")
        .doesNotContain("version", "target");
    assertThat(labels(instance("version \"v1\" repl|"))).contains("replicas");
    assertThat(chosen(instance("version \"v1\" repl|"), "replicas"))
        .isEqualTo(instance("version \"v1\" replicas 2"));
    assertThat(labels(instance("multi_az true replicas 2 steps [1, 2] error_rate > 1% |")))
        .contains("version");
  }

  @Test
  void keysBelongToTheirBlock() {
    assertThat(labels(instance("slo { | }")))
        .containsExactly("availability", "latency", "error_rate", "throughput");
    assertThat(labels(instance("slo { availability { target \"99%\" | } }")))
        .containsExactly("window", "current");
    assertThat(labels(instance("gates { full { | } }"))).contains("approval", "slo_budget");
    assertThat(labels(instance("rings { staff { | } }"))).contains("users", "header", "gates");
    assertThat(labels("x = system \"X\" {\n  |\n}")).contains("technology", "slo", "x");
    assertThat(labels("|")).contains("deployment", "view", "import");
    assertThat(labels("deployment P \"P\" {\n  |")).contains("node", "listen");
    assertThat(labels("view v {\n  |\n}")).contains("include", "exclude", "autolayout");
  }

  @Test
  void valuesAreOfferedWithQuotesWhereThereAreNone() {
    assertThat(chosen(instance("deployment_strategy |"), "canary"))
        .isEqualTo(instance("deployment_strategy \"canary\""));
    assertThat(chosen(instance("deployment_strategy \"ca|\""), "canary"))
        .isEqualTo(instance("deployment_strategy \"canary\""));
    assertThat(labels(instance("multi_az |"))).containsExactly("true", "false");
    assertThat(labels(MODEL.replace("\"DB\"", "\"DB\" { state | }")))
        .containsExactly("none", "session", "queue", "files", "schema");
  }

  @Test
  void elementsAreOfferedWhereNamesStand() {
    assertThat(labels(MODEL + "User -> |")).contains("Shop", "Shop.API", "User");
    assertThat(labels(MODEL + "User -> Shop.|")).containsExactly("API", "DB");
    assertThat(labels(MODEL + "User -> Shop.A|")).containsExactly("API", "DB");
    assertThat(chosen(MODEL + "User -> Shop.A|", "API")).isEqualTo(MODEL + "User -> Shop.API");
    assertThat(labels(MODEL.replace("\"DB\"\n", "\"DB\"\n  API -> |\n"))).contains("DB", "User");
    assertThat(labels(MODEL + "deployment P \"P\" { node A \"A\" { containerInstance | } }"))
        .contains("Shop.API")
        .doesNotContain("User");
    assertThat(labels(MODEL + "view v { include Shop.API, | }")).contains("Shop.DB", "*");
    assertThat(labels(MODEL + "view v of |")).contains("Shop");
  }

  @Test
  void kindsAreOfferedBehindTheSign() {
    assertThat(labels("gate = kind \"Gate\"\nShop = |")).contains("system", "gate", "kind");
    assertThat(chosen("Shop = sys|", "system")).isEqualTo("Shop = system");
  }

  @Test
  void nothingIsOfferedWhereAnythingMayStand() {
    assertThat(labels("Shop = system \"|\"")).isEmpty();
    assertThat(labels(instance("replicas |"))).isEmpty();
    assertThat(labels("// com|\n")).isEmpty();
  }

  @Test
  void aBlockIsAsDeepAsItsLine() {
    assertThat(chosen("x = system \"X\" {\n  slo|\n}", "slo")).contains("\n  slo {\n    \n  }\n}");
  }

  @Test
  void inAnImportTheModelsBesideAreOffered() {
    for (String text : List.of("import { * } from '|'\n", "import \"./pl|\"\n")) {
      Marked marked = Marked.of(text);
      assertThat(
              Completions.at(
                  marked.analysis(),
                  marked.offset(),
                  false,
                  () -> List.of("./places.sruja", "../shared/kinds.sruja")))
          .extracting(CompletionItem::getLabel)
          .containsExactly("./places.sruja", "../shared/kinds.sruja", "sruja.ai/stdlib");
    }
    assertThat(labels("Shop = system \"|\"\n")).doesNotContain("sruja.ai/stdlib");
  }
}
