package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.Words;
import dev.curtain.server.document.PlanDocument.RolloutPlan;
import dev.curtain.server.document.PlanDocument.StepPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The steps of a plan as a table that fits its page: what is too long goes on below itself. */
final class PlanTable {
  private static final int LONGEST_BAR = 20;
  private static final int SHORTEST_BAR = 7;
  private static final int SHORTEST_STEP = 20;

  private final Screen screen;
  private final int width;

  PlanTable(Screen screen, int width) {
    this.screen = screen;
    this.width = width;
  }

  private record Row(
      StepPlan step, String from, String what, String met, String old, String fresh) {
    static Row of(StepPlan step) {
      return new Row(
          step,
          step.startsAtMillis() == 0
              ? "at once"
              : Words.duration(Duration.ofMillis(step.startsAtMillis())),
          step.describe()
              + (step.durationMillis() == null
                  ? ""
                  : " for " + Words.duration(Duration.ofMillis(step.durationMillis()))),
          step.exposedUsers() == null
              ? "group"
              : step.exposedUsers() == 0 ? "" : Words.count(step.exposedUsers()),
          Integer.toString(step.replicasOld()),
          Integer.toString(step.replicasNew()));
    }
  }

  /** How wide each column is. */
  private record Columns(int from, int step, int bar, int met, int old, int fresh) {}

  void print(RolloutPlan rollout) {
    List<Row> rows = rollout.steps().stream().map(Row::of).toList();
    Columns columns = columns(rows);
    screen.line(
        screen.styled(
            line(columns, "from", "step", pad("traffic", columns.bar()), "met by", "old", "new")
                + "  way back",
            Style.DIM));
    for (Row row : rows) {
      if (row.step().index() == rollout.pointOfNoReturn()) {
        turn(rollout);
      }
      List<String> what = Paragraph.wrapped(row.what(), columns.step());
      screen.line(
          line(
                  columns,
                  row.from(),
                  what.getFirst(),
                  bar(row.step().share(), columns.bar()),
                  row.met(),
                  row.old(),
                  row.fresh())
              + "  "
              + row.step().rollback());
      what.stream().skip(1).forEach(more -> screen.line(" ".repeat(columns.from() + 6) + more));
    }
  }

  private void turn(RolloutPlan rollout) {
    String words =
        rollout.declaredDowntimeMillis() == null
            ? " point of no return: from here going back is a redeploy "
            : " from here going back starts the old version again, with a gap ";
    int line = Math.clamp((width - 2L - words.length()) / 2, 2, 9);
    screen.line(screen.styled("  " + "─".repeat(line) + words + "─".repeat(line), Style.YELLOW));
  }

  private Columns columns(List<Row> rows) {
    int from = widest("from", rows.stream().map(Row::from).toList());
    int step = widest("step", rows.stream().map(Row::what).toList());
    int met = widest("met by", rows.stream().map(Row::met).toList());
    int old = widest("old", rows.stream().map(Row::old).toList());
    int fresh = widest("new", rows.stream().map(Row::fresh).toList());
    int back = widest("way back", rows.stream().map(row -> row.step().rollback()).toList());
    int left = width - (2 + from + 2 + 2 + 2 + met + 2 + old + 2 + fresh + 2 + back);
    int bar = Math.clamp(left - (long) step, SHORTEST_BAR, LONGEST_BAR);
    return new Columns(
        from, Math.clamp(left - (long) bar, SHORTEST_STEP, step), bar, met, old, fresh);
  }

  private static int widest(String heading, List<String> cells) {
    List<String> all = new ArrayList<>(cells);
    all.add(heading);
    return all.stream().mapToInt(Paragraph::width).max().orElse(0);
  }

  private String bar(double share, int long_) {
    int full = share > 0 ? Math.max(1, (int) Math.round(long_ * share / 100)) : 0;
    return screen.styled("█".repeat(full), Style.YELLOW)
        + screen.styled("·".repeat(long_ - full), Style.DIM);
  }

  private static String line(
      Columns columns, String from, String step, String bar, String met, String old, String fresh) {
    return "  "
        + " ".repeat(columns.from() - Paragraph.width(from))
        + from
        + "  "
        + pad(step, columns.step())
        + "  "
        + bar
        + "  "
        + " ".repeat(columns.met() - Paragraph.width(met))
        + met
        + "  "
        + " ".repeat(columns.old() - old.length())
        + old
        + "  "
        + " ".repeat(columns.fresh() - fresh.length())
        + fresh;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - Paragraph.width(text)));
  }
}
