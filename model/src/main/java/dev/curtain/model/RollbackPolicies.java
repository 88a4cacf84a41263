package dev.curtain.model;

import dev.curtain.model.RollbackPolicy.LatencyBound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code auto_rollback}. */
final class RollbackPolicies {
  private static final Pattern LATENCY = Pattern.compile("latency(?:_p?(\\d{2,4}))?");

  /** The profiles of the judge that need nothing but what a rollout knows. */
  static final List<String> PROFILES = List.of("lesson", "guide", "baseline-2x");

  private final Readings readings;
  private final Problems problems;

  RollbackPolicies(Readings readings, Problems problems) {
    this.readings = readings;
    this.problems = problems;
  }

  /**
   * @param sources where the block may stand, the nearest first
   */
  RollbackPolicy of(List<Properties> sources) {
    for (Properties source : sources) {
      Optional<Properties> block = source.block("auto_rollback");
      if (block.isPresent()) {
        return read(block.get());
      }
      if (source.get("auto_rollback").isPresent()) {
        boolean enabled = readings.truth(source, "auto_rollback").orElse(true);
        return new RollbackPolicy(enabled, Optional.empty(), List.of(), Optional.empty());
      }
    }
    return RollbackPolicy.NONE;
  }

  private RollbackPolicy read(Properties block) {
    List<LatencyBound> latencies = new ArrayList<>();
    for (String key : block.values().keySet()) {
      Matcher matcher = LATENCY.matcher(key);
      if (matcher.matches()) {
        String digits = matcher.group(1) == null ? "95" : matcher.group(1);
        Optional<Duration> bound =
            readings.upperBound(
                block, key, Rule.BAD_DURATION, Quantities::duration, Quantities.DURATION_FORMS);
        bound.ifPresent(duration ->
            latencies.add(new LatencyBound(Double.parseDouble("0." + digits), duration)));
      }
    }
    return new RollbackPolicy(
        readings.truth(block, "enabled").orElse(true),
        readings
            .upperBound(
                block,
                "error_rate",
                Rule.BAD_PERCENTAGE,
                Quantities::percentage,
                Quantities.PERCENTAGE_FORMS)
            .map(percent -> percent / 100),
        latencies,
        readings.duration(block, "trigger_time"),
        profile(block),
        Analysis.NONE);
  }

  private Optional<String> profile(Properties block) {
    Optional<String> name = block.text("profile");
    if (name.isPresent() && !PROFILES.contains(name.get())) {
      problems.report(
          Rule.BAD_ANALYSIS,
          block.get("profile").orElseThrow().span(),
          "profile: " + name.get() + " (expected: " + String.join(", ", PROFILES) + ")",
          "write one of the profiles, or the limits themselves");
      return Optional.empty();
    }
    return name;
  }
}
