package dev.curtain.flags.change;

import dev.curtain.flags.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Off and on again: the deny list, and the exposure where there is nothing to lift. */
public final class Switching {
  private static final String DENY = "deny";
  private static final String EXPOSURE = "exposure";

  private Switching() {}

  /**
   * Off at once, before every rule.
   *
   * @param whom empty: everybody
   * @param variant which one means off; empty: found by its name or value
   * @param until when it ends by itself
   */
  public static Value.Fields off(
      Value.Fields flag, Optional<Target> whom, Optional<String> variant, Optional<Instant> until) {
    Map<String, Value> denial = new LinkedHashMap<>();
    if (whom.isPresent()) {
      denial.put("attribute", Value.of(whom.get().attribute()));
      denial.put("values", new Value.Items(List.of(Value.of(whom.get().value()))));
    } else {
      denial.put("everyone", Value.TRUE);
    }
    denial.put("variant", Value.of(Definitions.off(flag, variant)));
    until.ifPresent(time -> denial.put("until", Value.of(time.toString())));
    List<Value> denials = new ArrayList<>();
    denials.add(new Value.Fields(denial));
    denials.addAll(lifted(flag, whom));
    return Definitions.withList(flag, DENY, denials);
  }

  /**
   * Lifts what turned it off; where nothing did, lets everybody have it, or those named.
   *
   * @param variant which one means on; empty: found by its name or value
   */
  public static Value.Fields on(
      Value.Fields flag, Optional<Target> whom, Optional<String> variant) {
    List<Value> left = lifted(flag, whom);
    Value.Fields enabled =
        Value.of("DISABLED").equals(flag.values().get("state"))
            ? Definitions.with(flag, "state", Value.of("ENABLED"))
            : flag;
    if (left.size() < Definitions.list(flag, DENY).size()) {
      return Definitions.withList(enabled, DENY, left);
    }
    Exposing exposing = Exposing.of(Definitions.on(flag, variant));
    return whom.isPresent()
        ? exposing.named(whom.get()).apply(enabled)
        : exposing.percent(100).apply(enabled);
  }

  /** The denials without those for {@code whom}. */
  private static List<Value> lifted(Value.Fields flag, Optional<Target> whom) {
    List<Value> left = new ArrayList<>();
    for (Value each : Definitions.list(flag, DENY)) {
      if (each instanceof Value.Fields denial) {
        without(denial, whom).ifPresent(left::add);
      }
    }
    return left;
  }

  private static Optional<Value> without(Value.Fields denial, Optional<Target> whom) {
    boolean everyone = Value.TRUE.equals(denial.values().get("everyone"));
    if (whom.isEmpty() || everyone) {
      return whom.isEmpty() == everyone ? Optional.empty() : Optional.of(denial);
    }
    if (!Value.of(whom.get().attribute()).equals(denial.values().get("attribute"))) {
      return Optional.of(denial);
    }
    List<Value> values = new ArrayList<>(Definitions.list(denial, "values"));
    values.remove(Value.of(whom.get().value()));
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Definitions.with(denial, "values", new Value.Items(values)));
  }

  /** When the next denial ends by itself. */
  public static Optional<Instant> nextEnd(Value.Fields flag) {
    return Definitions.list(flag, DENY).stream()
        .flatMap(each -> ends(each).stream())
        .min(Instant::compareTo);
  }

  /** Without the denials that have ended. */
  public static Value.Fields ended(Value.Fields flag, Instant now) {
    Predicate<Value> over = each -> ends(each).filter(end -> !now.isBefore(end)).isPresent();
    return Definitions.withList(
        flag, DENY, Definitions.list(flag, DENY).stream().filter(over.negate()).toList());
  }

  private static Optional<Instant> ends(Value denial) {
    return denial instanceof Value.Fields fields
        ? Definitions.text(fields, "until").map(Instant::parse)
        : Optional.empty();
  }

  /** Whether it is turned off for everybody. */
  public static boolean isOff(Value.Fields flag) {
    return Definitions.list(flag, DENY).stream()
        .anyMatch(each ->
            each instanceof Value.Fields denial
                && Value.TRUE.equals(denial.values().get("everyone")));
  }

  /** Whether somebody is denied, and whom, in words. */
  public static List<String> denied(Value.Fields flag) {
    List<String> words = new ArrayList<>();
    for (Value each : Definitions.list(flag, DENY)) {
      if (each instanceof Value.Fields denial) {
        String until = Definitions.text(denial, "until").map(time -> " until " + time).orElse("");
        if (Value.TRUE.equals(denial.values().get("everyone"))) {
          words.add("everyone" + until);
        } else {
          for (Value value : Definitions.list(denial, "values")) {
            words.add(
                Definitions.text(denial, "attribute").orElse("")
                    + "="
                    + (value instanceof Value.Text(String text) ? text : value)
                    + until);
          }
        }
      }
    }
    return words;
  }

  /** Without any exposure. */
  public static Value.Fields unexposed(Value.Fields flag) {
    return Definitions.without(flag, EXPOSURE);
  }
}
