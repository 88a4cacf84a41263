package dev.curtain.model.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Severity;
import dev.curtain.language.SyntaxRule;
import dev.curtain.model.Resolution;
import dev.curtain.model.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("curtain.root", "..")).resolve("docs/diagnostics.md");

  static List<Page> pages() {
    return Catalogue.pages();
  }

  private static List<String> codes(Resolution resolution) {
    return resolution.diagnostics().stream().map(Diagnostic::code).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatIsWrongIsSaidAndWhatIsRightIsNot(Page page) {
    Resolution wrong = Example.lint(page.wrong());
    assertThat(wrong.diagnostics())
        .as(page.code() + " on " + page.wrong())
        .anySatisfy(found -> {
          assertThat(found.code()).isEqualTo(page.code());
          assertThat(found.severity()).isEqualTo(page.severity());
          assertThat(found.hint()).isNotEmpty();
        });
    Resolution right = Example.lint(page.right());
    assertThat(codes(right)).as(page.code() + " on " + page.right()).doesNotContain(page.code());
    assertThat(right.hasErrors()).as("errors in the right example: " + right).isFalse();
  }

  @Test
  void everyRuleHasAPageAndNoneHasTwo() {
    List<String> expected = new ArrayList<>();
    for (SyntaxRule rule : SyntaxRule.values()) {
      expected.add(rule.code());
    }
    for (Rule rule : Rule.values()) {
      expected.add(rule.code());
    }
    Linter.ADVICE.forEach(advice -> expected.add(advice.page().code()));
    expected.add("A015");
    expected.add("A021");
    expected.add("A016");
    assertThat(Catalogue.pages())
        .extracting(Page::code)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aCodeIsFoundInCapitalsOrNot() {
    assertThat(Catalogue.find("a003")).isEqualTo(Catalogue.find("A003")).isPresent();
    assertThat(Catalogue.find("A999")).isEmpty();
  }

  /**
   * Run with {@code -Dcurtain.update=true} (in {@code surefire.jvm.args}) to write the page anew.
   */
  @Test
  void theDocumentationIsTheCatalogue() throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # What can be said about a model

            Written from the catalogue in `model/` by `CatalogueTest`; edit the catalogue, not this page. `curtain explain CODE` prints the
            same. `S` is syntax, `N` names and references, `Q` quantities, `D` deployment, `F` flags, `A` advice. A warning or a note is let pass by a
            comment behind it or on the line above, `// curtain:allow CODE reason`; for a whole model, `diagnostics { CODE off "reason" }` (or `info`,
            `warning`, `error`) says how much one matters. An error stays an error. In the examples `// file NAME` begins another file.
            """);
    for (Page page : Catalogue.pages()) {
      text.append("\n## ")
          .append(page.code())
          .append(": ")
          .append(page.title())
          .append("\n\n")
          .append(page.severity() == Severity.INFO ? "note" : page.severity().name().toLowerCase())
          .append(". ")
          .append(page.why())
          .append("\n\nSaid about:\n\n```\n")
          .append(shown(page.wrong()))
          .append("```\n\nNot said about:\n\n```\n")
          .append(shown(page.right()))
          .append("```\n");
    }
    if (Boolean.getBoolean("curtain.update")) {
      Files.writeString(DOCUMENT, text);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(text.toString());
  }

  private static String shown(String example) {
    String visible = example.replaceAll("[\\x00-\\x08\\x0E-\\x1F]", "␀");
    String line = visible.lines().findFirst().orElse("");
    String cut = line.length() > 100 ? line.substring(0, 100) + " …\n" : visible;
    return cut.endsWith("\n") ? cut : cut + "\n";
  }
}
