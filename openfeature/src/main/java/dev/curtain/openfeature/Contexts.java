package dev.curtain.openfeature;

import dev.curtain.flags.Context;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contexts and values from OpenFeature's to ours and back. */
final class Contexts {
  private Contexts() {}

  static Context of(@Nullable EvaluationContext context) {
    if (context == null || context.isEmpty()) {
      return Context.EMPTY;
    }
    Map<String, Value> values = context.asUnmodifiableMap();
    Map<String, dev.curtain.flags.Value> attributes = new LinkedHashMap<>(values.size() * 2);
    values.forEach((name, value) -> attributes.put(name, ours(value)));
    @Nullable String key = context.getTargetingKey();
    if (key != null) {
      attributes.put(Context.TARGETING_KEY, dev.curtain.flags.Value.of(key));
    }
    return Context.of(attributes);
  }

  private static dev.curtain.flags.Value ours(@Nullable Value value) {
    if (value == null || value.isNull()) {
      return dev.curtain.flags.Value.NULL;
    }
    if (value.isBoolean()) {
      return dev.curtain.flags.Value.of(value.asBoolean());
    }
    if (value.isString()) {
      return dev.curtain.flags.Value.of(value.asString());
    }
    if (value.isNumber()) {
      double number = value.asDouble();
      return new dev.curtain.flags.Value.Num(number, number == Math.rint(number));
    }
    if (value.isInstant()) {
      return dev.curtain.flags.Value.of(value.asInstant().toString());
    }
    if (value.isList()) {
      List<Value> items = value.asList();
      return new dev.curtain.flags.Value.Items(items.stream().map(Contexts::ours).toList());
    }
    Map<String, dev.curtain.flags.Value> fields = new LinkedHashMap<>();
    value.asStructure().asMap().forEach((name, each) -> fields.put(name, ours(each)));
    return new dev.curtain.flags.Value.Fields(fields);
  }

  static Value theirs(dev.curtain.flags.Value value) {
    return Value.objectToValue(plain(value));
  }

  private static @Nullable Object plain(dev.curtain.flags.Value value) {
    return switch (value) {
      case dev.curtain.flags.Value.Nothing _ -> null;
      case dev.curtain.flags.Value.Bool bool -> bool.value();
      case dev.curtain.flags.Value.Num num -> number(num);
      case dev.curtain.flags.Value.Text text -> text.value();
      case dev.curtain.flags.Value.Items items ->
          items.values().stream().map(Contexts::theirs).toList();
      case dev.curtain.flags.Value.Fields fields -> {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        fields.values().forEach((name, each) -> plain.put(name, plain(each)));
        yield Structure.mapToStructure(plain);
      }
    };
  }

  private static Object number(dev.curtain.flags.Value.Num num) {
    boolean small = num.integer() && num.whole() && Math.abs(num.value()) <= Integer.MAX_VALUE;
    return small ? (Object) Integer.valueOf((int) num.value()) : (Object) num.value();
  }
}
