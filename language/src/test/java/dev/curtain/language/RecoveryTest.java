package dev.curtain.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static List<Diagnostic> diagnostics(String text) {
    return SyntaxTree.parse(text).diagnostics();
  }

  private static void check(String text, String... expected) {
    assertThat(diagnostics(text))
        .as(text)
        .extracting(d -> d.code() + "@" + d.span().line() + ":" + d.span().column())
        .containsExactly(expected);
    assertThat(diagnostics(text))
        .allSatisfy(d -> assertThat(d.message()).isNotBlank())
        .allSatisfy(d -> assertThat(d.hint()).isNotBlank());
  }

  @Test
  void aMissingBraceIsReportedWhereItsBlockOpens() {
    check("A = system {\n  b 1\n", "S002@1:12");
  }

  @Test
  void theIndentationTellsWhichBlockMissesItsBrace() {
    String text =
        """
        S = system "S" {
          A = container "A" {
            technology "x"
          B = container "B" {
          }
        }
        T = system "T"
        """;
    check(text, "S002@2:21");
    assertThat(Dump.of(text))
        .startsWith(
            "element S:system 'S' {element A:container 'A' {technology=['x']}; element B:container"
                + " 'B' {}}; element T:system 'T'");
    assertThat(diagnostics(text).getFirst().hint()).isEqualTo("add } before line 4");
  }

  @Test
  void everyMissingBraceIsReported() {
    check(
        "A = system {\n  B = container {\n    C = component {\n",
        "S002@1:12",
        "S002@2:17",
        "S002@3:19");
  }

  @Test
  void aBraceTooManyIsReportedWhereItStands() {
    check("A = system { }\n}\nB = system", "S003@2:1");
  }

  @Test
  void anUnclosedStringEndsWithItsLine() {
    check("A = system \"A {\n  technology \"Go\"\n}\nB = system \"B\"", "S004@1:12");
    assertThat(Dump.of("A = system \"A {\n  technology \"Go\"\n}\nB = system \"B\""))
        .startsWith("element A:system 'A' {technology=['Go']}; element B:system 'B'");
    check("A = system 'A", "S004@1:12");
  }

  @Test
  void anUnclosedCommentTakesTheRest() {
    check("A = system\n/* rest\n{ }", "S005@2:1");
  }

  @Test
  void whatMeansNothingIsReportedOncePerLineAndTheRestIsRead() {
    check("A = system \"A\" ) ( ?\n% %\nB = system \"B\"", "S006@1:16", "S006@2:1");
    assertThat(Dump.of("A = system \"A\" ) (\nB = system \"B\""))
        .startsWith("element A:system 'A'; ?(); element B:system 'B'");
    check("p { health /healthz }", "S006@1:12");
  }

  @Test
  void proseIsNotAModel() {
    assertThat(diagnostics("This is not a model.\nIt was just a small change, right?\n"))
        .isNotEmpty();
    check("hello world", "S006@1:1");
    check("$ sruja lint file", "S006@1:1");
  }

  @Test
  void missingPiecesAreNamed() {
    check("A =\nB = system", "S007@1:1");
    check("A ->\n", "S009@1:1");
    check("A -> B\nA -> }", "S009@2:1", "S003@2:6");
    check("p { tags [a, b }", "S008@1:10");
    check("view v { include [A, B }", "S008@1:18");
    check("view v { include [tag = x }", "S008@1:18");
    check("import { * }", "S012@1:1");
    check("S = system \"S\" { ... }", "S013@1:18");
  }

  @Test
  void typographicQuotesAreReportedAndRead() {
    check("A = system “Shop”", "S010@1:12");
    assertThat(Dump.of("A = system “Shop”")).startsWith("element A:system 'Shop'");
  }

  @Test
  void aFileThatIsNotTextIsSaidToBeNone() {
    check("\u0000\u0001PNG\u0000{{{", "S001@1:1");
    check("\uFFFD\uFFFD\uFFFD\u0003\u0004abc", "S001@1:1");
  }

  @Test
  void nestingHasAnEnd() {
    String deep = "a {".repeat(100_000);
    assertThat(diagnostics(deep)).extracting(Diagnostic::code).contains("S011");
    assertThat(diagnostics("a " + "[".repeat(100_000)))
        .extracting(Diagnostic::code)
        .contains("S008");
  }

  @Test
  void diagnosticsAreInTheOrderOfTheText() {
    List<Diagnostic> found = diagnostics("a = \"x\n) (\nB = system {\n \"y\n");
    assertThat(found).isSortedAccordingTo((a, b) -> a.span().offset() - b.span().offset());
  }

  @Test
  void spansCountLinesAndColumnsFromOne() {
    Statement second = SyntaxTree.parse("A = system\r\n  Bc -> D").tree().statements().getLast();
    assertThat(second.span()).isEqualTo(new Span(14, 21, 2, 3, 2, 10));
  }
}
