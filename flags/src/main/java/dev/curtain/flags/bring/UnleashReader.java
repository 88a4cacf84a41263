package dev.curtain.flags.bring;

import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Problem;
import dev.curtain.flags.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what Unleash exports, and what it gives its clients. A feature becomes a flag of on and
 * off; its variants, which Unleash asks for separately, become a flag of texts beside it, {@code
 * NAME.variant}, that waits for it.
 */
final class UnleashReader {
  private static final Map<String, String> CATEGORIES =
      Map.of(
          "release", "release",
          "sunset", "release",
          "experiment", "experiment",
          "operational", "ops",
          "kill-switch", "ops",
          "permission", "permission");

  private final Value.Fields top;
  private final Optional<String> environment;
  private final Map<String, List<Value.Fields>> segments = new LinkedHashMap<>();
  private final Map<String, Value.Fields> flags = new LinkedHashMap<>();
  private final Map<String, List<String>> notes = new LinkedHashMap<>();
  private final Map<String, String> refused = new LinkedHashMap<>();

  UnleashReader(Value.Fields top, Optional<String> environment) {
    this.top = top;
    this.environment = environment;
    for (Value.Fields segment : Pieces.objects(top, "segments")) {
      if (segment.values().get("id") instanceof Value.Num id) {
        segments.put(Long.toString((long) id.value()), Pieces.objects(segment, "constraints"));
      }
    }
  }

  Brought read() {
    Map<String, Value.Fields> environments = environments();
    for (Value.Fields feature : Pieces.objects(top, "features")) {
      String name = Pieces.text(feature, "name").orElse("");
      if (Pieces.truth(feature, "archived")) {
        continue;
      }
      try {
        read(name, feature, Optional.ofNullable(environments.get(name)));
      } catch (NotSayable e) {
        flags.remove(name);
        refused.put(name, String.valueOf(e.getMessage()));
      }
    }
    return new Brought(flags, Map.of(), notes, refused);
  }

  /** What is on where, by feature; exports have it apart from the features. */
  private Map<String, Value.Fields> environments() {
    Set<String> names = new LinkedHashSet<>();
    Map<String, Value.Fields> found = new LinkedHashMap<>();
    for (Value.Fields each : Pieces.objects(top, "featureEnvironments")) {
      String name = Pieces.text(each, "environment").orElse("");
      names.add(name);
      if (environment.isEmpty() || environment.get().equals(name)) {
        found.put(Pieces.text(each, "featureName").orElse(""), each);
      }
    }
    if (environment.isEmpty() && names.size() > 1
        || environment.filter(wanted -> !names.contains(wanted)).isPresent()) {
      throw new InvalidFlags(
          List.of(
              new Problem(
                  "featureEnvironments",
                  environment.map(wanted -> wanted + " is not there; ").orElse("")
                      + "the export has "
                      + String.join(", ", names)
                      + " (expected: --environment with one of them)")));
    }
    return found;
  }

  private void read(String name, Value.Fields feature, Optional<Value.Fields> place) {
    List<String> said = new ArrayList<>();
    UnleashRules rules = new UnleashRules(segments, said);
    List<Value.Fields> strategies = strategies(name, feature);
    List<Value> ways = new ArrayList<>();
    for (Value.Fields strategy : strategies) {
      ways.add(rules.strategy(name, strategy));
    }
    boolean enabled = place.map(each -> Pieces.truth(each, "enabled")).orElse(truth(feature));
    boolean forAll = ways.isEmpty() || ways.contains(Value.TRUE);
    Map<String, Value> flag = new LinkedHashMap<>();
    flag.put("state", Value.of("ENABLED"));
    flag.put("variants", new Value.Fields(Map.of("on", Value.TRUE, "off", Value.FALSE)));
    flag.put("defaultVariant", Value.of(enabled && forAll ? "on" : "off"));
    if (enabled && !forAll) {
      flag.put("targeting", Pieces.rule("if", Pieces.any(ways), Value.of("on"), Value.of("off")));
    } else if (!enabled && !ways.isEmpty()) {
      said.add("is off in Unleash; its strategies are left out");
    }
    prerequisites(name, feature).ifPresent(each -> flag.put("prerequisites", each));
    flag.put("metadata", new Value.Fields(metadata(feature)));
    flags.put(name, new Value.Fields(flag));
    List<Value.Fields> variants =
        place
            .map(each -> Pieces.objects(each, "variants"))
            .filter(each -> !each.isEmpty())
            .orElseGet(() -> Pieces.objects(feature, "variants"));
    if (strategies.stream().anyMatch(each -> !Pieces.objects(each, "variants").isEmpty())) {
      said.add("variants of single strategies are left out");
    }
    if (!variants.isEmpty()) {
      variants(name, variants, metadata(feature), said);
    }
    if (!said.isEmpty()) {
      notes.put(name, said);
    }
  }

  private static boolean truth(Value.Fields feature) {
    return Pieces.truth(feature, "enabled");
  }

  private List<Value.Fields> strategies(String name, Value.Fields feature) {
    List<Value.Fields> own = new ArrayList<>(Pieces.objects(feature, "strategies"));
    for (Value.Fields strategy : Pieces.objects(top, "featureStrategies")) {
      boolean here =
          environment.isEmpty()
              || Pieces.text(strategy, "environment").filter(environment.get()::equals).isPresent()
              || Pieces.text(strategy, "environment").isEmpty();
      if (here && Pieces.text(strategy, "featureName").filter(name::equals).isPresent()) {
        own.add(strategy);
      }
    }
    return own.stream().filter(each -> !Pieces.truth(each, "disabled")).toList();
  }

  private static Map<String, Value> metadata(Value.Fields feature) {
    Map<String, Value> metadata = new LinkedHashMap<>();
    Pieces.text(feature, "type")
        .map(type -> CATEGORIES.get(type))
        .ifPresent(category -> metadata.put("category", Value.of(category)));
    Pieces.text(feature, "description")
        .ifPresent(text -> metadata.put("description", Value.of(text)));
    return metadata;
  }

  private Optional<Value> prerequisites(String name, Value.Fields feature) {
    List<Value.Fields> parents = new ArrayList<>(Pieces.objects(feature, "dependencies"));
    for (Value.Fields each : Pieces.objects(top, "dependencies")) {
      if (Pieces.text(each, "feature").filter(name::equals).isPresent()) {
        parents.addAll(Pieces.objects(each, "dependencies"));
      }
    }
    Map<String, Value> waits = new LinkedHashMap<>();
    for (Value.Fields parent : parents) {
      if (!Pieces.texts(parent, "variants").isEmpty()) {
        throw new NotSayable("it depends on variants of another feature");
      }
      boolean on = !Value.FALSE.equals(parent.values().get("enabled"));
      waits.put(Pieces.text(parent, "feature").orElse(""), Value.of(on ? "on" : "off"));
    }
    return waits.isEmpty() ? Optional.empty() : Optional.of(new Value.Fields(waits));
  }

  private void variants(
      String name, List<Value.Fields> variants, Map<String, Value> metadata, List<String> said) {
    Map<String, Value> values = new LinkedHashMap<>();
    List<Value> rule = new ArrayList<>();
    // Not the key of the shares: those let in by a share would all get the same variant.
    rule.add(Pieces.rule("cat", Value.of(name + ":variant:"), Pieces.var("targetingKey")));
    for (Value.Fields variant : variants) {
      String called = Pieces.text(variant, "name").orElse("");
      values.put(called, Value.of(called));
      double weight =
          variant.values().get("weight") instanceof Value.Num number ? number.value() : 0;
      rule.add(UnleashRules.part(called, Math.round(weight)));
      if (variant.values().containsKey("payload") || variant.values().containsKey("overrides")) {
        said.add("payload and overrides of the variant " + called + " are left out");
      }
    }
    values.put("disabled", Value.of("disabled"));
    Map<String, Value> flag = new LinkedHashMap<>();
    flag.put("state", Value.of("ENABLED"));
    flag.put("variants", new Value.Fields(values));
    flag.put("defaultVariant", Value.of("disabled"));
    flag.put("targeting", new Value.Fields(Map.of("fractional", new Value.Items(rule))));
    flag.put("prerequisites", new Value.Fields(Map.of(name, Value.of("on"))));
    flag.put("metadata", new Value.Fields(metadata));
    flags.put(name + ".variant", new Value.Fields(flag));
    said.add("its variants are the flag " + name + ".variant");
  }
}
