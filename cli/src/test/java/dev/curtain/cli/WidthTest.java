package dev.curtain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed fits the screen, or the sheet, that it is printed on. */
class WidthTest {
  private static final String MODEL =
      """
      Commerce = system "Commerce" {
        API = container "API"
        Worker = container "Worker"
      }
      deployment Production "Production" {
        node Frankfurt "Frankfurt" {
          cost "$4000/month"
          containerInstance Commerce.API {
            replicas 12
            version "2026.11.20-rc1"
            deployment_strategy "canary"
            canary { steps [1, 5, 25, 50, 100] }
            auto_rollback { error_rate "> 1%" latency_p95 "> 300ms" trigger_time "45 minutes" }
            gates { start { approval 2 checklist ["support told"] } full { slo_budget "99.9%" } }
            soak "26h"
          }
          containerInstance Commerce.Worker {
            replicas 3
            version "v1"
            deployment_strategy "recreate"
          }
        }
      }
      """;

  @TempDir private Path directory = Path.of(".");

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 120, 200})
  void a_plan_is_as_wide_as_its_page(int columns) throws IOException {
    String plan = plan(columns);
    assertThat(plan.lines()).allMatch(line -> Paragraph.width(line) <= columns, "fits");
    String words = plan.replaceAll("\\s+", " ");
    assertThat(words)
        .contains("Commerce.API 2026.11.20-rc1 → 2026.11.21")
        .contains("point of no return: from here going back is a redeploy")
        .contains("from here going back starts the old version again, with a gap")
        .contains("costs at least")
        .contains("by the cost of Production/Frankfurt, divided by replicas")
        .contains("soak, the previous version");
    if (columns >= 100) {
      assertThat(words).contains("soak, the previous version stays warm for 26 h");
    }
  }

  private String plan(int columns) throws IOException {
    Path file = Files.writeString(directory.resolve("commerce.sruja"), MODEL);
    Typed said =
        Typed.in(
            Map.of("CURTAIN_TERMINAL", "out", "NO_COLOR", "1", "CURTAIN_COLUMNS", "" + columns),
            "plan",
            file.toString(),
            "--set",
            "Commerce.API=2026.11.21",
            "--set",
            "Commerce.Worker=v2");
    assertThat(said.exitCode()).as(said.all()).isZero();
    // The name of the file is the reader's own, and as long as it is.
    return said.out().replace(file.toString(), "FILE");
  }

  @Test
  void what_is_drawn_over_takes_as_many_lines_as_are_taken_off_again() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Screen screen = new Screen(out, out, true, true, true, 40, 12);
    LiveView view = new LiveView(screen);
    List<String> many =
        IntStream.range(0, 30)
            .mapToObj(i -> screen.styled("line " + i + " ".repeat(60) + "end", Screen.Style.RED))
            .toList();
    view.show(many);
    List<String> shown = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(shown).hasSize(11).allMatch(line -> Paragraph.width(line) <= 40, "fits");
    assertThat(shown.get(3)).contains("20 lines more on a higher screen");
    assertThat(shown.getFirst()).contains("line 0");
    assertThat(shown.getLast()).contains("line 29").endsWith("\u001b[0m");
    bytes.reset();
    view.clear();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\u001b[11A\u001b[J");
  }

  @Test
  void text_is_broken_between_words_and_colour_takes_no_room() {
    String red = "\u001b[31mred\u001b[0m";
    assertThat(Paragraph.wrapped("a " + red + " word and more", 10))
        .containsExactly("a " + red + " word", "and more");
    assertThat(Paragraph.hanging(2, "one two three four five six", 26))
        .containsExactly("  one two three four", "    five six");
    assertThat(Paragraph.cut(red + " and the rest", 7)).isEqualTo(red + " an…\u001b[0m");
    assertThat(Paragraph.cut("short", 5)).isEqualTo("short");
  }
}
