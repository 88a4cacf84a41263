package dev.curtain.flags.change;

import dev.curtain.flags.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets a variant out to more or fewer; what is not said stays as it is. */
public final class Exposing {
  private static final String EXPOSURE = "exposure";

  private final String variant;
  private final Map<String, Value> changes = new LinkedHashMap<>();
  private final List<Target> named = new ArrayList<>();

  private Exposing(String variant) {
    this.variant = variant;
  }

  public static Exposing of(String variant) {
    return new Exposing(variant);
  }

  /** The variant asked for, or the one that is exposed already, or the one that means on. */
  public static Exposing of(Value.Fields flag, Optional<String> asked) {
    Optional<String> present = Definitions.text(Definitions.object(flag, EXPOSURE), "variant");
    return new Exposing(Definitions.on(flag, asked.or(() -> present)));
  }

  /**
   * @param percent 0..100
   */
  public Exposing percent(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new EditRefused("percent: " + percent + " (expected: 0..100)");
    }
    changes.put("percent", Value.of(percent));
    return this;
  }

  public Exposing ring(String name) {
    changes.put("ring", Value.of(name));
    return this;
  }

  public Exposing by(String attribute) {
    changes.put("by", Value.of(attribute));
    return this;
  }

  public Exposing named(Target target) {
    named.add(target);
    return this;
  }

  /** Whether everybody meets a variant, since it was let out to all. */
  public static boolean isEverybody(Value.Fields flag) {
    return Definitions.object(flag, EXPOSURE).values().get("percent") instanceof Value.Num share
        && share.value() >= 100;
  }

  public Value.Fields apply(Value.Fields flag) {
    Value.Fields exposure = Definitions.object(flag, EXPOSURE);
    boolean other =
        Definitions.text(exposure, "variant").filter(text -> !text.equals(variant)).isPresent();
    Map<String, Value> fields = new LinkedHashMap<>(other ? Map.of() : exposure.values());
    fields.put("variant", Value.of(variant));
    fields.putAll(changes);
    if (!named.isEmpty()) {
      Value.Fields names = Definitions.object(new Value.Fields(fields), "named");
      for (Target each : named) {
        List<Value> values = new ArrayList<>(Definitions.list(names, each.attribute()));
        if (!values.contains(Value.of(each.value()))) {
          values.add(Value.of(each.value()));
        }
        names = Definitions.with(names, each.attribute(), new Value.Items(values));
      }
      fields.put("named", names);
    }
    return Definitions.with(flag, EXPOSURE, new Value.Fields(fields));
  }
}
