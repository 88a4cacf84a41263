package dev.curtain.server.flags;

import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.flags.change.Terms;
import dev.curtain.model.Flag;
import dev.curtain.model.PropertyValue;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flag of the model as a flag of the store. What the model said last is kept with the flag, so
 * that only what it says anew is applied: whoever changed something by command since then is not
 * overruled by the next start.
 */
final class Declared {
  static final String KEY = "declared";

  private final Flag flag;
  private final Map<String, Value> said;

  Declared(Flag flag) {
    this.flag = flag;
    this.said = said(flag);
  }

  static boolean is(Value.Fields definition) {
    return definition.values().containsKey(KEY);
  }

  private static Map<String, Value> said(Flag flag) {
    Map<String, Value> said = new LinkedHashMap<>();
    said.put("category", Value.of(flag.category()));
    said.put("owner", Value.of(flag.owner()));
    said.put("description", Value.of(flag.title()));
    flag.service().ifPresent(text -> said.put("service", Value.of(text)));
    if (flag.approval()) {
      said.put("approval", Value.of("required"));
    }
    flag.removeBy().ifPresent(day -> said.put("remove_by", Value.of(day.toString())));
    Map<String, Value> variants = new LinkedHashMap<>();
    flag.variants().forEach((name, value) -> variants.put(name, value(value)));
    if (variants.isEmpty()) {
      variants.put("on", Value.TRUE);
      variants.put("off", Value.FALSE);
    }
    said.put("variants", new Value.Fields(variants));
    said.put("default", Value.of(flag.standard().orElse("off")));
    if (!flag.requires().isEmpty()) {
      Map<String, Value> requires = new LinkedHashMap<>();
      flag.requires().forEach((key, variant) -> requires.put(key, Value.of(variant)));
      said.put("prerequisites", new Value.Fields(requires));
    }
    return said;
  }

  private static Value value(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text text -> Value.of(text.value());
      case PropertyValue.Num number -> new Value.Num(number.value().doubleValue(), whole(number));
      case PropertyValue.Bool bool -> bool.value() ? Value.TRUE : Value.FALSE;
      case PropertyValue.Items items ->
          new Value.Items(items.values().stream().map(Declared::value).toList());
      case PropertyValue.Block block -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        block.properties().values().forEach((name, each) -> fields.put(name, value(each)));
        yield new Value.Fields(fields);
      }
    };
  }

  private static boolean whole(PropertyValue.Num number) {
    BigDecimal stripped = number.value().stripTrailingZeros();
    return stripped.scale() <= 0;
  }

  /** What the model says now that it did not say last. */
  List<String> news(Optional<Value.Fields> before) {
    Map<String, Value> last = last(before);
    List<String> news = new ArrayList<>();
    said.forEach((name, value) -> {
      if (!value.equals(last.get(name))) {
        news.add(name);
      }
    });
    last.keySet().stream().filter(name -> !said.containsKey(name)).forEach(news::add);
    return news;
  }

  private static Map<String, Value> last(Optional<Value.Fields> before) {
    return before.map(each -> each.values().get(KEY)).orElse(null) instanceof Value.Fields fields
        ? fields.values()
        : Map.of();
  }

  /**
   * The flag with what the model says anew.
   *
   * @throws EditRefused if a removal day is put off too often, too far or without a reason
   */
  Value.Fields apply(Optional<Value.Fields> before, LocalDate today) {
    Value.Fields definition = before.orElseGet(() -> fresh(today));
    for (String name : news(before)) {
      definition = one(definition, before.isPresent(), name, said.get(name));
    }
    return with(definition, KEY, new Value.Fields(said));
  }

  private Value.Fields fresh(LocalDate today) {
    Value.Fields empty = with(new Value.Fields(Map.of()), "state", Value.of("ENABLED"));
    return Terms.fact(empty, "created", Value.of(created(today).toString()));
  }

  /** A flag whose day has passed when it is first seen is overdue, and no reason to refuse it. */
  private LocalDate created(LocalDate today) {
    return flag.created()
        .or(() -> flag.removeBy().filter(day -> !day.isAfter(today)).map(day -> day.minusDays(1)))
        .orElse(today);
  }

  private Value.Fields one(
      Value.Fields definition, boolean known, String name, @Nullable Value value) {
    return switch (name) {
      case "variants" -> with(definition, name, Objects.requireNonNull(value));
      case "default" -> with(definition, "defaultVariant", Objects.requireNonNull(value));
      case "prerequisites" ->
          value == null ? without(definition, name) : with(definition, name, value);
      case "remove_by" ->
          known && flag.removeBy().isPresent()
              ? Terms.extended(
                  definition, flag.removeBy().get(), ModelFlags.WHO, flag.reason().orElse(""))
              : Terms.fact(definition, name, Objects.requireNonNull(value));
      default -> Terms.fact(definition, name, value == null ? Value.of("") : value);
    };
  }

  private static Value.Fields with(Value.Fields definition, String name, Value value) {
    Map<String, Value> fields = new LinkedHashMap<>(definition.values());
    fields.put(name, value);
    return new Value.Fields(fields);
  }

  private static Value.Fields without(Value.Fields definition, String name) {
    Map<String, Value> fields = new LinkedHashMap<>(definition.values());
    fields.remove(name);
    return new Value.Fields(fields);
  }
}
