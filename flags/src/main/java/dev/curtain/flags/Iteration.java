package dev.curtain.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code map filter reduce all none some}: a rule over every element of a list. */
record Iteration(Kind kind, Node list, Node rule, Node initial) implements Node {
  enum Kind {
    MAP,
    FILTER,
    REDUCE,
    ALL,
    NONE,
    SOME
  }

  @Override
  public Value value(Scope scope) {
    List<Value> elements =
        list.value(scope) instanceof Value.Items items ? items.values() : List.of();
    return switch (kind) {
      case MAP -> new Value.Items(elements.stream().map(each -> one(scope, each)).toList());
      case FILTER -> {
        List<Value> kept = new ArrayList<>();
        for (Value each : elements) {
          if (Coercion.truthy(one(scope, each))) {
            kept.add(each);
          }
        }
        yield new Value.Items(kept);
      }
      case REDUCE -> {
        Value result = initial.value(scope);
        for (Value each : elements) {
          result = one(scope, new Value.Fields(Map.of("current", each, "accumulator", result)));
        }
        yield result;
      }
      case ALL -> Value.of(!elements.isEmpty() && !any(scope, elements, false));
      case NONE -> Value.of(!any(scope, elements, true));
      case SOME -> Value.of(any(scope, elements, true));
    };
  }

  private Value one(Scope scope, Value element) {
    return rule.value(scope.within(element));
  }

  private boolean any(Scope scope, List<Value> elements, boolean wanted) {
    for (Value each : elements) {
      if (Coercion.truthy(one(scope, each)) == wanted) {
        return true;
      }
    }
    return false;
  }
}
