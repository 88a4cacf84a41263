package dev.curtain.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the gates that stand before one point of a rollout. */
final class Gates {
  private static final Pattern PERIOD = Pattern.compile("(\\S+ \\S+ \\S+ \\S+ \\S+) for (.+)");
  private static final Duration FRESH = Duration.ofDays(30);
  private static final List<String> OUT = List.of("1", "10", "50", "100");
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final Readings readings;
  private final Problems problems;

  Gates(Readings readings, Problems problems) {
    this.readings = readings;
    this.problems = problems;
  }

  List<Gate> of(Properties block) {
    List<Gate> gates = new ArrayList<>();
    for (String key : block.values().keySet()) {
      gate(key, block).ifPresent(gates::add);
    }
    return gates;
  }

  private Optional<Gate> gate(String key, Properties block) {
    return switch (key) {
      case "approval" -> approval(block);
      case "window" -> block.block(key).flatMap(this::window);
      case "policy" -> block.text(key).map(Gate.Policy::new);
      case "slo_budget", "budget" ->
          readings
              .share(block, key)
              .filter(target -> target > 0 && target < 100)
              .map(Gate.Budget::new);
      case "checklist" -> Optional.of(new Gate.Checklist(readings.texts(block, key)));
      case "after" -> Optional.of(new Gate.After(readings.texts(block, key)));
      case "migration" -> block.text(key).map(Gate.Migration::new);
      case "flag" -> flag(block);
      case "health" -> readings.truth(block, key).filter(on -> on).map(_ -> new Gate.Health());
      case "survives_region_loss" ->
          readings.truth(block, key).filter(on -> on).map(_ -> new Gate.Spare());
      case "smoke" -> block.text(key).map(Gate.Smoke::new);
      case "drilled" ->
          block
              .text(key)
              .map(kind ->
                  new Gate.Drilled(kind, readings.duration(block, "drilled_within").orElse(FRESH)));
      case "drilled_within" -> Optional.empty();
      default -> {
        report(
            block,
            key,
            key + " is no gate",
            "approval, window, policy, slo_budget, checklist, after, migration, flag, health,"
                + " smoke, survives_region_loss and drilled are");
        yield Optional.empty();
      }
    };
  }

  /** {@code flag "new-checkout"}, or a block with steps and how long each lasts at least. */
  private Optional<Gate> flag(Properties block) {
    Optional<Properties> inner = block.block("flag");
    Optional<String> key = inner.flatMap(said -> said.text("key")).or(() -> block.text("flag"));
    List<String> steps = inner.map(said -> readings.texts(said, "steps")).orElse(List.of());
    if (key.isEmpty() || (!steps.isEmpty() && !steps.getLast().equals("100"))) {
      report(
          block,
          "flag",
          "flag: " + (key.isEmpty() ? "no key" : steps + " is not everybody in the end"),
          "write flag \"new-checkout\", or flag { key \"new-checkout\" steps [\"ring=early\","
              + " \"10\", \"100\"] every \"10m\" }");
      return Optional.empty();
    }
    return Optional.of(
        new Gate.Exposed(
            key.get(),
            steps.isEmpty() ? OUT : steps,
            inner.flatMap(said -> readings.duration(said, "every")).orElse(EVERY)));
  }

  private Optional<Gate> approval(Properties block) {
    Optional<Properties> inner = block.block("approval");
    if (inner.isPresent()) {
      return Optional.of(
          new Gate.Approval(
              readings.integer(inner.get(), "needed", 1).orElse(1),
              readings.texts(inner.get(), "from")));
    }
    int needed = readings.integer(block, "approval", 1).orElse(1);
    return Optional.of(new Gate.Approval(needed, List.of()));
  }

  Optional<Gate> window(Properties block) {
    String zone = block.text("zone").orElse("UTC");
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      report(
          block,
          "zone",
          "zone: \"" + zone + "\" (expected: a time zone, as Europe/Berlin)",
          "write its name in the tz database");
      return Optional.empty();
    }
    return Optional.of(new Gate.Window(periods(block, "allow"), periods(block, "deny"), zone));
  }

  private List<Gate.Period> periods(Properties block, String key) {
    List<Gate.Period> periods = new ArrayList<>();
    for (String text : readings.texts(block, key)) {
      Matcher matcher = PERIOD.matcher(text.strip());
      Optional<Duration> lasting =
          matcher.matches() ? Quantities.duration(matcher.group(2)) : Optional.empty();
      boolean read =
          lasting.isPresent()
              && lasting.get().compareTo(Duration.ofDays(31)) <= 0
              && Cron.parse(matcher.group(1)).isPresent();
      if (read) {
        periods.add(new Gate.Period(matcher.group(1), lasting.get()));
      } else {
        report(
            block,
            key,
            key + ": \"" + text + "\" (expected: \"0 9 * * MON-FRI for 8h\")",
            "write when it begins (minute hour day month weekday) and for how long, at most 31"
                + " days");
      }
    }
    return periods;
  }

  private void report(Properties block, String key, String message, String hint) {
    problems.report(Rule.BAD_GATE, block.get(key).orElseThrow().span(), message, hint);
  }
}
