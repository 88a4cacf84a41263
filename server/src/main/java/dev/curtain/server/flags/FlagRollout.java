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

/**
 * How a flag is being let out, step by step; kept in its definition under {@code rollout}.
 *
 * @param steps shares of everybody, 0..100, rising
 * @param step the index of the one in force
 * @param since when it came into force
 * @param every how long a step lasts at least
 * @param tolerance how much worse than the unexposed is still no harm, a difference of shares, 0..1
 * @param alpha highest probability of turning a harmless variant off, 0..1
 * @param minimum requests under the variant in a step before there is a next one
 */
record FlagRollout(
    String variant,
    List<Double> steps,
    int step,
    Instant since,
    Duration every,
    double tolerance,
    double alpha,
    long minimum) {
  static final String KEY = "rollout";

  FlagRollout {
    steps = List.copyOf(steps);
    double before = 0;
    for (double each : steps) {
      if (!(each > before && each <= 100)) {
        throw new EditRefused(
            "steps: " + steps + " (expected: rising shares up to 100, as 1,10,100)");
      }
      before = each;
    }
    if (steps.isEmpty() || steps.getLast() != 100 || steps.size() < 2) {
      throw new EditRefused("steps: " + steps + " (expected: two or more, the last one 100)");
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
  }

  double share() {
    return steps.get(step);
  }

  boolean beforeLast() {
    return step == steps.size() - 2;
  }

  FlagRollout next(Instant now) {
    return new FlagRollout(variant, steps, step + 1, now, every, tolerance, alpha, minimum);
  }

  Value written() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("variant", Value.of(variant));
    fields.put("steps", new Value.Items(steps.stream().map(each -> Value.of(each)).toList()));
    fields.put("step", Value.of(step));
    fields.put("since", Value.of(since.toString()));
    fields.put("everyMillis", Value.of(every.toMillis()));
    fields.put("tolerance", Value.of(tolerance));
    fields.put("alpha", Value.of(alpha));
    fields.put("minimum", Value.of(minimum));
    return new Value.Fields(fields);
  }

  static Optional<FlagRollout> of(Value.Fields flag) {
    if (!(flag.values().get(KEY) instanceof Value.Fields fields)) {
      return Optional.empty();
    }
    List<Double> steps = new ArrayList<>();
    if (fields.values().get("steps") instanceof Value.Items(List<Value> items)) {
      items.forEach(each -> steps.add(number(each)));
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
            (long) number(fields, "minimum")));
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
