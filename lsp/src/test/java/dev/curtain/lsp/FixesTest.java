package dev.curtain.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.language.Diagnostic;
import dev.curtain.model.advice.Catalogue;
import dev.curtain.model.advice.Page;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FixesTest {
  private static List<Diagnostic> of(Analysis analysis, String code) {
    return analysis.resolution().diagnostics().stream()
        .filter(each -> each.code().equals(code))
        .toList();
  }

  /** Every example of the catalogue about which something can be done, done. */
  @Test
  void whatIsFixedIsNotSaidAgainAndNothingWorseIs() {
    TreeSet<String> fixed = new TreeSet<>();
    for (Page page : Catalogue.pages()) {
      Analysis before = Marked.analysis(page.wrong());
      List<Diagnostic> said = of(before, page.code());
      for (Fix fix : said.isEmpty() ? List.<Fix>of() : Fixes.of(before, said.getFirst())) {
        if (!fix.title().startsWith("Allow the ")) {
          Analysis after = Marked.analysis(fix.applyTo(before.text()));
          String what = page.code() + ": " + fix.title() + "\n" + after.text();
          assertThat(of(after, page.code())).as(what).hasSizeLessThan(said.size());
          assertThat(after.resolution().diagnostics().stream().filter(Diagnostic::isError).count())
              .as(what + after.resolution().diagnostics())
              .isLessThanOrEqualTo(
                  before.resolution().diagnostics().stream().filter(Diagnostic::isError).count());
          fixed.add(page.code());
        }
      }
    }
    // Those that are missing need a decision: what the name is, which text is meant, which figure.
    assertThat(fixed)
        .containsExactlyInAnyOrder(
            "A001", "A003", "A004", "A005", "A006", "A007", "A008", "A009", "A012", "A013", "A014",
            "A018", "A020", "D001", "D002", "D003", "D004", "D007", "D009", "F004", "N001", "N002",
            "N003", "N004", "N006", "N007", "N008", "N013", "N014", "Q006", "Q007", "S002", "S003",
            "S004", "S005", "S008", "S010", "S012", "S013");
  }

  @Test
  void whateverIsNoErrorCanBeAllowed() {
    for (Page page : Catalogue.pages()) {
      Analysis before = Marked.analysis(page.wrong());
      for (Diagnostic said : of(before, page.code())) {
        List<Fix> allow =
            Fixes.of(before, said).stream()
                .filter(fix -> fix.title().startsWith("Allow the "))
                .toList();
        if (said.isError() || List.of("A001", "A015", "A016").contains(page.code())) {
          assertThat(allow).as(page.code()).isEmpty();
        } else {
          String text = allow.getFirst().applyTo(before.text());
          String mark = "// curtain:allow " + page.code() + " ";
          Analysis after = Marked.analysis(text.replace(mark, mark + "because it is so"));
          assertThat(of(after, page.code()))
              .as(after.text())
              .hasSizeLessThan(of(before, page.code()).size());
        }
      }
    }
  }
}
