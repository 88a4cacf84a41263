package dev.curtain.flags;

import java.util.List;

/** {@code + - * / % min max}. A result that is no number is {@code null}. */
record Arithmetic(Kind kind, List<Node> nodes) implements Node {
  enum Kind {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED,
    REMAINDER,
    MIN,
    MAX
  }

  @Override
  public Value value(Scope scope) {
    if (nodes.isEmpty()) {
      return switch (kind) {
        case PLUS -> Value.of(0);
        case TIMES -> Value.of(1);
        case MINUS, DIVIDED, REMAINDER, MIN, MAX -> Value.NULL;
      };
    }
    double result = Coercion.number(nodes.getFirst().value(scope));
    if (nodes.size() == 1) {
      result =
          switch (kind) {
            case MINUS -> -result;
            case DIVIDED -> 1 / result;
            case PLUS, TIMES, MIN, MAX -> result;
            case REMAINDER -> Double.NaN;
          };
    }
    for (int i = 1; i < nodes.size(); i++) {
      double next = Coercion.number(nodes.get(i).value(scope));
      result =
          switch (kind) {
            case PLUS -> result + next;
            case MINUS -> result - next;
            case TIMES -> result * next;
            case DIVIDED -> result / next;
            case REMAINDER -> result % next;
            case MIN -> Math.min(result, next);
            case MAX -> Math.max(result, next);
          };
    }
    boolean number = !Double.isNaN(result) && !Double.isInfinite(result);
    return number ? new Value.Num(result, result == Math.rint(result)) : Value.NULL;
  }
}
