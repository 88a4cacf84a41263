package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Words;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.RolloutDocument.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The moving part of a terminal: traffic as bars, candidate against baseline, the verdict so far.
 */
final class LiveView {
  private static final int LONGEST_BAR = 40;
  private static final int LEAST_ROWS = 6;

  /** How many lines of the beginning stay where not all find room. */
  private static final int HEAD = 3;

  private final Screen screen;
  private int drawn;

  LiveView(Screen screen) {
    this.screen = screen;
  }

  /** Takes what was drawn off the screen, so that lines can be printed above. */
  void clear() {
    if (drawn > 0) {
      screen.out().print("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }

  void draw(List<RolloutDocument> rollouts, String footer) {
    List<String> lines = new ArrayList<>();
    for (RolloutDocument rollout : rollouts) {
      lines.add("");
      lines.addAll(lines(rollout));
    }
    lines.add("");
    lines.add(screen.styled(footer, Style.DIM));
    show(lines);
  }

  /**
   * Draws these lines in place of what was drawn. Where the screen is not high enough the middle is
   * left out, and that is said: what has left the screen at its top cannot be drawn over.
   */
  void show(List<String> all) {
    clear();
    StringBuilder text = new StringBuilder();
    List<String> lines = new ArrayList<>(all);
    int most = Math.max(LEAST_ROWS, screen.rows() - 1);
    if (lines.size() > most) {
      int left = lines.size() - most + 1;
      int from = Math.min(HEAD, most - 1);
      lines.subList(from, from + left).clear();
      lines.add(from, screen.styled("… " + left + " lines more on a higher screen", Style.DIM));
    }
    // A line that goes on below itself would take more room than is taken off again.
    lines.forEach(line -> text.append(Paragraph.cut(line, screen.columns())).append('\n'));
    screen.out().print(text);
    screen.out().flush();
    drawn = lines.size();
  }

  /** For a picture that moves: a sentence that is too long is cut off, and comes again. */
  List<String> lines(RolloutDocument rollout) {
    List<String> lines = sides(rollout);
    lines.add("  " + screen.styled(cut(sentence(rollout), screen.columns() - 4), Style.DIM));
    return lines;
  }

  /** For a page that stays: all of it. */
  List<String> page(RolloutDocument rollout) {
    List<String> lines = sides(rollout);
    String sentence = screen.styled(sentence(rollout), Style.DIM);
    lines.addAll(
        screen.outIsTerminal()
            ? Paragraph.hanging(2, sentence, screen.columns())
            : List.of("  " + sentence));
    return lines;
  }

  private static String sentence(RolloutDocument rollout) {
    return rollout.verdict() == null ? "" : rollout.verdict().reason();
  }

  private List<String> sides(RolloutDocument rollout) {
    String from = rollout.from() == null ? TrackSpec.UNVERSIONED : rollout.from();
    int width = Math.max(from.length(), rollout.to().length());
    List<String> lines = new ArrayList<>();
    lines.add(
        "  "
            + screen.styled(rollout.service(), Style.BOLD)
            + "  "
            + rollout.strategy()
            + "  "
            + screen.styled(
                Phase.valueOf(rollout.phase().toUpperCase(Locale.ROOT)).words()
                    + (rollout.paused() ? ", paused" : ""),
                Style.CYAN));
    Counts baseline = rollout.verdict() == null ? null : rollout.verdict().baseline();
    Counts candidate = rollout.verdict() == null ? null : rollout.verdict().candidate();
    lines.add(track(from, width, 100 - rollout.share(), Style.BLUE, baseline));
    lines.add(track(rollout.to(), width, rollout.share(), Style.YELLOW, candidate));
    return lines;
  }

  private String track(
      String version,
      int width,
      double share,
      Style style,
      @org.jspecify.annotations.Nullable Counts counts) {
    int bar = Math.clamp(screen.columns() - width - 50L, 10, LONGEST_BAR);
    int full = share > 0 ? Math.max(1, (int) Math.round(bar * share / 100)) : 0;
    String figures =
        counts == null || counts.requests() == 0
            ? ""
            : "%9s judged  %s bad (%.2f %%)"
                .formatted(
                    Words.count(counts.requests()),
                    Words.count(counts.bad()),
                    100.0 * counts.bad() / counts.requests());
    return "  "
        + version
        + " ".repeat(width - version.length())
        + "  "
        + screen.styled("█".repeat(full), style)
        + screen.styled("·".repeat(bar - full), Style.DIM)
        + " %7s".formatted(Shares.percent(share))
        + "  "
        + figures;
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, Math.max(0, length - 1)) + "…";
  }
}
