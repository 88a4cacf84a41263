package dev.curtain.server.flags;

import dev.curtain.flags.Category;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.flags.change.Terms;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A flag from what is said of it: made anew, or changed where it is there. What is not said stays;
 * a new one is on and off, off unless said otherwise, and created today.
 */
public final class FlagTerms {
  /** What can be said, all as texts. */
  public static final List<String> NAMES =
      List.of(
          "category",
          "owner",
          "remove_by",
          "service",
          "description",
          "approval",
          "variants",
          "default",
          "targeting",
          "prerequisites",
          "bucketing",
          "salt",
          "state",
          "definition");

  private static final Set<String> FACTS =
      Set.of("category", "owner", "service", "description", "approval");

  private FlagTerms() {}

  /**
   * @param said by name
   * @throws EditRefused if something said makes no sense
   */
  public static Value.Fields apply(
      Optional<Value.Fields> before, Map<String, String> said, Who who, LocalDate today) {
    Value.Fields flag =
        said.containsKey("definition")
            ? object(said.get("definition"), "definition")
            : before.orElseGet(FlagTerms::fresh);
    if (before.isEmpty() && Terms.fact(flag, "created").isEmpty()) {
      flag = Terms.fact(flag, "created", Value.of(today.toString()));
    }
    for (Map.Entry<String, String> each : said.entrySet()) {
      flag = one(flag, before.isPresent(), each.getKey(), each.getValue(), who);
    }
    return flag;
  }

  /** Who changes it and why. */
  public record Who(String name, String reason) {}

  private static Value.Fields fresh() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("state", Value.of("ENABLED"));
    Map<String, Value> variants = new LinkedHashMap<>();
    variants.put("on", Value.TRUE);
    variants.put("off", Value.FALSE);
    fields.put("variants", new Value.Fields(variants));
    fields.put("defaultVariant", Value.of("off"));
    return new Value.Fields(fields);
  }

  private static Value.Fields one(
      Value.Fields flag, boolean known, String name, String text, Who who) {
    if (FACTS.contains(name)) {
      if (name.equals("category") && Category.of(text).isEmpty()) {
        throw new EditRefused(
            "category: " + text + " (expected: release, experiment, ops or permission)");
      }
      return Terms.fact(flag, name, Value.of(text));
    }
    return switch (name) {
      case "remove_by" ->
          known
              ? Terms.extended(flag, day(text), who.name(), who.reason())
              : Terms.fact(flag, name, Value.of(day(text).toString()));
      case "variants" -> put(flag, name, new Value.Fields(pairs(text, name)));
      case "default" -> put(flag, "defaultVariant", Value.of(text));
      case "targeting" -> put(flag, name, object(text, name));
      case "prerequisites" -> put(flag, name, new Value.Fields(names(text, name)));
      case "bucketing" -> put(flag, name, bucketing(flag, "version", Json.read(text)));
      case "salt" -> put(flag, "bucketing", bucketing(flag, "salt", Value.of(text)));
      case "state" -> put(flag, name, Value.of(text.toUpperCase(java.util.Locale.ROOT)));
      case "definition" -> flag;
      default -> throw new EditRefused(name + ": unknown (expected: one of " + NAMES + ")");
    };
  }

  private static Value bucketing(Value.Fields flag, String name, Value value) {
    Map<String, Value> fields = new LinkedHashMap<>();
    switch (flag.values().getOrDefault("bucketing", Value.NULL)) {
      case Value.Fields there -> fields.putAll(there.values());
      case Value.Num version -> fields.put("version", version);
      case Value.Nothing _, Value.Bool _, Value.Text _, Value.Items _ -> {}
    }
    fields.put(name, value);
    return new Value.Fields(fields);
  }

  private static Value.Fields put(Value.Fields flag, String name, Value value) {
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    fields.put(name, value);
    return new Value.Fields(fields);
  }

  private static Value.Fields object(String text, String name) {
    Value value = json(text, name);
    if (value instanceof Value.Fields fields) {
      return fields;
    }
    throw new EditRefused(name + ": no object (expected: JSON such as {\"if\": […]})");
  }

  private static Value json(String text, String name) {
    try {
      return Json.read(text);
    } catch (InvalidFlags e) {
      throw new EditRefused(name + ": no JSON: " + e.getMessage());
    }
  }

  /** {@code on=true,off=false}; what is no JSON is a text. */
  private static Map<String, Value> pairs(String text, String name) {
    return names(text, name).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each -> literal(((Value.Text) each.getValue()).value()),
                (_, later) -> later,
                LinkedHashMap::new));
  }

  private static Value literal(String text) {
    try {
      return Json.read(text);
    } catch (InvalidFlags e) {
      return Value.of(text);
    }
  }

  private static Map<String, Value> names(String text, String name) {
    Map<String, Value> names = new LinkedHashMap<>();
    Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .forEach(each -> {
          int at = each.indexOf('=');
          if (at <= 0) {
            throw new EditRefused(name + ": " + each + " (expected: NAME=VALUE,…)");
          }
          names.put(each.substring(0, at), Value.of(each.substring(at + 1)));
        });
    return names;
  }

  static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new EditRefused("remove_by: " + text + " (expected: a day such as 2027-03-01)");
    }
  }
}
