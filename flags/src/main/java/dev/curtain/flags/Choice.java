package dev.curtain.flags;

import java.util.List;

/** {@code if}, {@code and}, {@code or}, {@code !}, {@code !!}, {@code ??}. */
record Choice(Kind kind, List<Node> nodes) implements Node {
  enum Kind {
    IF,
    AND,
    OR,
    NOT,
    TRUTHY,
    FIRST_KNOWN
  }

  @Override
  public Value value(Scope scope) {
    return switch (kind) {
      case IF -> branch(scope);
      case AND -> until(scope, false);
      case OR -> until(scope, true);
      case NOT -> Value.of(!holds(scope));
      case TRUTHY -> Value.of(holds(scope));
      case FIRST_KNOWN -> known(scope);
    };
  }

  private boolean holds(Scope scope) {
    return !nodes.isEmpty() && Coercion.truthy(nodes.getFirst().value(scope));
  }

  private Value branch(Scope scope) {
    int last = nodes.size() - 1;
    for (int i = 0; i < last; i += 2) {
      if (Coercion.truthy(nodes.get(i).value(scope))) {
        return nodes.get(i + 1).value(scope);
      }
    }
    return last % 2 == 0 ? nodes.get(last).value(scope) : Value.NULL;
  }

  private Value until(Scope scope, boolean wanted) {
    Value value = Value.NULL;
    for (Node node : nodes) {
      value = node.value(scope);
      if (Coercion.truthy(value) == wanted) {
        return value;
      }
    }
    return value;
  }

  private Value known(Scope scope) {
    for (Node node : nodes) {
      Value value = node.value(scope);
      if (!(value instanceof Value.Nothing)) {
        return value;
      }
    }
    return Value.NULL;
  }
}
