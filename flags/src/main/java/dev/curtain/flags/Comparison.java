package dev.curtain.flags;

import java.util.List;

/**
 * Equality and order; more than two operands have to hold pairwise. What cannot be compared is
 * unequal and in no order. {@code null} counts as 0 in an order, as in JavaScript.
 */
record Comparison(Kind kind, List<Node> nodes) implements Node {
  enum Kind {
    EQUAL,
    UNEQUAL,
    SAME,
    NOT_SAME,
    LESS,
    AT_MOST,
    MORE,
    AT_LEAST
  }

  @Override
  public Value value(Scope scope) {
    Value left = nodes.getFirst().value(scope);
    for (int i = 1; i < nodes.size(); i++) {
      Value right = nodes.get(i).value(scope);
      if (!holds(left, right)) {
        return Value.FALSE;
      }
      left = right;
    }
    return Value.TRUE;
  }

  private boolean holds(Value left, Value right) {
    return switch (kind) {
      case EQUAL -> Coercion.loose(left, right);
      case UNEQUAL -> !Coercion.loose(left, right);
      case SAME -> Coercion.strict(left, right);
      case NOT_SAME -> !Coercion.strict(left, right);
      case LESS, AT_MOST, MORE, AT_LEAST -> ordered(left, right);
    };
  }

  private boolean ordered(Value left, Value right) {
    if (left instanceof Value.Text a && right instanceof Value.Text b) {
      int order = a.value().compareTo(b.value());
      return fits(order, 0);
    }
    return fits(Coercion.number(left), Coercion.number(right));
  }

  private boolean fits(double left, double right) {
    return switch (kind) {
      case LESS -> left < right;
      case AT_MOST -> left <= right;
      case MORE -> left > right;
      case AT_LEAST -> left >= right;
      case EQUAL, UNEQUAL, SAME, NOT_SAME -> throw new AssertionError(kind);
    };
  }
}
