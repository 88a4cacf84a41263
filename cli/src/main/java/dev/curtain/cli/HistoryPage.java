package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.document.RolloutDocument;
import java.util.List;
import java.util.function.Function;

/** Rollouts as a table; why one ended as it did goes below it where it finds no room beside it. */
final class HistoryPage {
  private static final int SHORTEST_REASON = 30;

  private final Screen screen;

  HistoryPage(Screen screen) {
    this.screen = screen;
  }

  void print(List<RolloutDocument> rollouts) {
    int id = widest(rollouts, RolloutDocument::id);
    int service = widest(rollouts, RolloutDocument::service);
    int change = widest(rollouts, HistoryPage::change);
    int state = widest(rollouts, HistoryPage::state);
    int used = 20 + 2 + id + 2 + service + 2 + change + 2 + state + 2;
    int left = screen.columns() - used;
    for (RolloutDocument rollout : rollouts) {
      String reason = rollout.reason() == null ? "" : rollout.reason();
      String line =
          padded(rollout.startedAt() == null ? "" : rollout.startedAt().substring(0, 19) + "Z", 20)
              + padded(rollout.id(), id)
              + padded(rollout.service(), service)
              + padded(change(rollout), change)
              + screen.styled(state(rollout), colour(rollout))
              + " ".repeat(state - state(rollout).length() + 2);
      // A pipe has no width: a rollout stays a line there, as it is for whoever greps.
      if (!screen.outIsTerminal() || reason.length() <= left) {
        screen.line((line + reason).stripTrailing());
      } else if (left >= SHORTEST_REASON) {
        List<String> lines = Paragraph.wrapped(reason, left);
        screen.line(line + lines.getFirst());
        lines.stream().skip(1).forEach(more -> screen.line(" ".repeat(used) + more));
      } else {
        screen.line(line.stripTrailing());
        Paragraph.wrapped(reason, Math.max(SHORTEST_REASON, screen.columns() - 4))
            .forEach(more -> screen.line("    " + screen.styled(more, Style.DIM)));
      }
    }
  }

  private static Style colour(RolloutDocument rollout) {
    return switch (state(rollout)) {
      case "promoted", "reported" -> Style.GREEN;
      case "rolled back", "failed" -> Style.RED;
      default -> Style.YELLOW;
    };
  }

  private static String state(RolloutDocument rollout) {
    return (rollout.outcome() == null ? rollout.phase() : rollout.outcome()).replace('_', ' ');
  }

  private static String change(RolloutDocument rollout) {
    return (rollout.from() == null ? TrackSpec.UNVERSIONED : rollout.from()) + " → " + rollout.to();
  }

  private static int widest(List<RolloutDocument> all, Function<RolloutDocument, String> cell) {
    return all.stream().map(cell).mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length() + 2);
  }
}
