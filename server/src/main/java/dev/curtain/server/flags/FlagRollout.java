package dev.curtain.server.flags;

import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a flag is being let out, step by step; kept in its definition under {@code rollout}.
 *
 * @param steps who gets it, one after the other; shares rise, the last one is everybody
 * @param step the index of the one in force
 * @param since when it came into force
 * @param every how long a step lasts at least
 * @param tolerance how much worse than the unexposed is still no harm, a difference of shares, 0..1
 * @param alpha highest probability of turning a harmless variant off, 0..1
 * @param minimum requests under the variant in a step before there is a next one
 * @param by who began it
 * @param approved whether somebody else let the next step happen
 * @param counted whether the router counts how its users fare; else clients report it
 */
record FlagRollout(
    String variant,
    List<ExposureStep> steps,
    int step,
    Instant since,
    Duration every,
    double tolerance,
    double alpha,
    long minimum,
    String by,
    boolean approved,
    boolean counted) {
  static final String KEY = "rollout";
  static final String ROUTER = "router";
  static final String CLIENTS = "clients";

  FlagRollout {
    steps = List.copyOf(steps);
    double before = 0;
    for (ExposureStep each : steps) {
      double share = each.percent().orElse(before + Math.ulp(before));
      if (share <= before) {
        throw new EditRefused("steps: " + words(steps) + " (expected: rising shares, as 1,10,100)");
      }
      before = each.percent().orElse(before);
    }
    if (steps.size() < 2 || !steps.getLast().everybody()) {
      throw new EditRefused(
          "steps: " + words(steps) + " (expected: two or more, the last one 100)");
    }
    if (every.isNegative() || every.isZero()) {
      throw new EditRefused("every: " + every + " (expected: a duration such as 10m)");
    }
    if (!(tolerance >= 0 && tolerance < 1) || !(alpha > 0 && alpha < 1) || minimum < 0) {
      throw new EditRefused(
          "tolerance "
              + tolerance
              + ", alpha "
              + alpha
              + ", minimum "
              + minimum
              + " (expected: shares from 0 to 1, and 0 or more)");
    }
    if (counted && !steps.stream().allMatch(each -> each.percent().isPresent())) {
      throw new EditRefused(
          "steps: "
              + words(steps)
              + " (expected: shares only, since the router knows users by their key and not whose"
              + " they are)");
    }
  }

  private static String words(List<ExposureStep> steps) {
    return steps.stream().map(ExposureStep::toString).collect(Collectors.joining(","));
  }

  ExposureStep current() {
    return steps.get(step);
  }

  /** The step that comes next; there always is one: with the last the rollout is over. */
  ExposureStep following() {
    return steps.get(step + 1);
  }

  boolean beforeLast() {
    return step == steps.size() - 2;
  }

  /** Whether the next step waits for somebody to say so. */
  boolean waitsForApproval() {
    return following().approval() && !approved;
  }

  FlagRollout next(Instant now) {
    return new FlagRollout(
        variant, steps, step + 1, now, every, tolerance, alpha, minimum, by, false, counted);
  }

  FlagRollout approve() {
    return new FlagRollout(
        variant, steps, step, since, every, tolerance, alpha, minimum, by, true, counted);
  }

  /** Who says how users fare. */
  String outcomes() {
    return counted ? ROUTER : CLIENTS;
  }

  Value written() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("variant", Value.of(variant));
    fields.put(
        "steps", new Value.Items(steps.stream().map(each -> Value.of(each.toString())).toList()));
    fields.put("step", Value.of(step));
    fields.put("since", Value.of(since.toString()));
    fields.put("everyMillis", Value.of(every.toMillis()));
    fields.put("tolerance", Value.of(tolerance));
    fields.put("alpha", Value.of(alpha));
    fields.put("minimum", Value.of(minimum));
    fields.put("by", Value.of(by));
    fields.put("approved", approved ? Value.TRUE : Value.FALSE);
    fields.put("outcomes", Value.of(outcomes()));
    return new Value.Fields(fields);
  }

  static Optional<FlagRollout> of(Value.Fields flag) {
    if (!(flag.values().get(KEY) instanceof Value.Fields fields)) {
      return Optional.empty();
    }
    List<ExposureStep> steps = new ArrayList<>();
    if (fields.values().get("steps") instanceof Value.Items(List<Value> items)) {
      items.forEach(each -> steps.add(step(each)));
    }
    return Optional.of(
        new FlagRollout(
            text(fields, "variant"),
            steps,
            (int) number(fields, "step"),
            Instant.parse(text(fields, "since")),
            Duration.ofMillis((long) number(fields, "everyMillis")),
            number(fields, "tolerance"),
            number(fields, "alpha"),
            (long) number(fields, "minimum"),
            text(fields, "by"),
            Value.TRUE.equals(fields.values().get("approved")),
            text(fields, "outcomes").equals(ROUTER)));
  }

  /** Logs have shares as numbers, too. */
  private static ExposureStep step(Value written) {
    return ExposureStep.of(
        written instanceof Value.Text(String text) ? text : Double.toString(number(written)));
  }

  static Value.Fields with(Value.Fields flag, FlagRollout rollout) {
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    fields.put(KEY, rollout.written());
    return new Value.Fields(fields);
  }

  static Value.Fields without(Value.Fields flag) {
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    fields.remove(KEY);
    return new Value.Fields(fields);
  }

  private static String text(Value.Fields fields, String name) {
    return fields.values().get(name) instanceof Value.Text(String text) ? text : "";
  }

  private static double number(Value.Fields fields, String name) {
    return number(fields.values().getOrDefault(name, Value.NULL));
  }

  private static double number(Value value) {
    return value instanceof Value.Num num ? num.value() : 0;
  }
}
