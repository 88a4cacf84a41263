package dev.curtain.flags;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code missing} and {@code missing_some}: which of some paths the context says nothing about.
 *
 * @param all whether all of them are needed
 * @param needed else how many
 */
record Missing(boolean all, Node needed, Node paths) implements Node {
  @Override
  public Value value(Scope scope) {
    List<Value> names = new ArrayList<>();
    Value asked = paths.value(scope);
    // {"missing": {"merge": […]}} gives one list in the list of arguments.
    for (Value each : asked instanceof Value.Items items ? items.values() : List.of(asked)) {
      if (each instanceof Value.Items inner) {
        names.addAll(inner.values());
      } else {
        names.add(each);
      }
    }
    List<Value> missing = new ArrayList<>();
    for (Value name : names) {
      if (!scope.has(Var.split(name))) {
        missing.add(name);
      }
    }
    boolean enough = !all && names.size() - missing.size() >= Coercion.number(needed.value(scope));
    return new Value.Items(enough ? List.of() : missing);
  }
}
