package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.document.RolloutDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells a rollout as it goes, a line for each thing worth knowing; nothing twice. */
final class Story {
  private final Screen screen;
  private final boolean several;
  private final Map<String, RolloutDocument> known = new HashMap<>();

  /**
   * @param several more than one rollout goes on, so that every line says whose it is
   */
  Story(Screen screen, boolean several) {
    this.screen = screen;
    this.several = several;
  }

  /**
   * The lines that {@code now} adds to what was told; {@code notes} are what the engine decided.
   */
  List<String> tell(RolloutDocument now, List<String> notes) {
    RolloutDocument before = known.put(now.id(), now);
    List<String> lines = new ArrayList<>();
    String was = before == null ? "" : before.phase();
    if (before == null) {
      now.configuration().forEach(each -> lines.add("· runs otherwise: " + each.describe()));
    }
    if (!was.equals(now.phase())) {
      entered(now, before).ifPresent(lines::add);
    }
    double share = before == null ? 0 : before.share();
    if (share != now.share() && !now.phase().equals("clearing")) {
      lines.add(
          screen.styled("→", Style.CYAN, Style.BOLD)
              + " "
              + now.to()
              + " gets "
              + screen.styled(Shares.percent(now.share()), Style.BOLD));
    }
    if (now.phase().equals("watching")
        || now.phase().equals("soaking")
        || now.phase().equals("gated")
        || was.equals("watching")) {
      notes.stream()
          .filter(note -> !note.equals(now.reason()))
          .forEach(note -> lines.add("· " + note));
    }
    return several
        ? lines.stream().map(line -> screen.styled(now.service(), Style.DIM) + "  " + line).toList()
        : lines;
  }

  private Optional<String> entered(
      RolloutDocument now, @org.jspecify.annotations.Nullable RolloutDocument before) {
    String from = now.from() == null ? TrackSpec.UNVERSIONED : now.from();
    return switch (now.phase()) {
      case "baselining" -> Optional.of("· observing " + from + " to know what is normal");
      case "shifting", "provisioning", "retiring" ->
          before != null && before.phase().equals("watching") ? stillGood(now) : Optional.empty();
      case "rolling_back" -> Optional.of(screen.styled("✗ " + now.reason(), Style.RED, Style.BOLD));
      case "clearing" ->
          Optional.of(
              screen.styled("↩", Style.CYAN, Style.BOLD)
                  + " "
                  + from
                  + " has everything again"
                  + (now.rollbackMillis() == null
                      ? ""
                      : ", "
                          + screen.styled(now.rollbackMillis() + " ms", Style.BOLD)
                          + " after the decision"));
      case "gated" ->
          Optional.of(
              "· at the gate"
                  + (now.gate() == null || now.gate().closed() == null
                      ? ""
                      : ": " + now.gate().closed() + "; " + now.gate().opener()));
      case "awaiting" -> Optional.of("· waits for the others of " + now.set());
      case "experimenting" -> Optional.of("· the experiment runs until it is decided");
      case "restoring" -> Optional.of(screen.styled("✗ " + now.reason(), Style.RED, Style.BOLD));
      case "reported" ->
          Optional.of(
              screen.styled(
                  "✓ compared: " + from + " goes on serving. " + now.reason(),
                  Style.GREEN,
                  Style.BOLD));
      case "promoted" ->
          Optional.of(
              screen.styled("✓ promoted: " + now.to() + " serves", Style.GREEN, Style.BOLD));
      case "rolled_back" ->
          Optional.of(
              screen.styled("✓ rolled back: " + from + " serves", Style.YELLOW, Style.BOLD));
      case "inconclusive" ->
          Optional.of(
              screen.styled(
                  "✓ not promoted for want of evidence: " + from + " serves",
                  Style.YELLOW,
                  Style.BOLD));
      case "failed" ->
          Optional.of(
              screen.styled(
                  "✗ it could not be carried out: " + from + " serves", Style.RED, Style.BOLD));
      default -> Optional.empty();
    };
  }

  private Optional<String> stillGood(RolloutDocument now) {
    return now.verdict() == null
        ? Optional.empty()
        : Optional.of(
            (now.verdict().decision().equals("promote") ? screen.styled("✓ ", Style.GREEN) : "· ")
                + now.verdict().reason());
  }

  /** A line with the time in its margin; on a terminal what is too long goes on below itself. */
  static String inMargin(Screen screen, Duration elapsed, String line) {
    String time = "%5.1f s".formatted(elapsed.toMillis() / 1000.0);
    String indent = "\n" + " ".repeat(time.length() + 4);
    int width = screen.columns() - time.length() - 5;
    return screen.styled(time, Style.DIM)
        + "  "
        + (screen.outIsTerminal() ? String.join(indent, Paragraph.wrapped(line, width)) : line);
  }
}
