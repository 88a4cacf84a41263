package dev.curtain.flags;

import java.util.List;

/** {@code cat substr starts_with ends_with}. */
record TextRule(Kind kind, List<Node> nodes) implements Node {
  enum Kind {
    CAT,
    SUBSTR,
    STARTS_WITH,
    ENDS_WITH
  }

  /** No text in a rule has to be longer. */
  static final int LONGEST = 65_536;

  @Override
  public Value value(Scope scope) {
    return switch (kind) {
      case CAT -> cat(scope);
      case SUBSTR -> substring(scope);
      case STARTS_WITH, ENDS_WITH -> border(scope);
    };
  }

  private Value cat(Scope scope) {
    StringBuilder text = new StringBuilder();
    for (Node node : nodes) {
      text.append(Coercion.text(node.value(scope)));
      if (text.length() > LONGEST) {
        throw new EvaluationProblem("cat: longer than " + LONGEST + " characters");
      }
    }
    return Value.of(text.toString());
  }

  private Value substring(Scope scope) {
    if (nodes.isEmpty()) {
      return Value.NULL;
    }
    String text = Coercion.text(nodes.getFirst().value(scope));
    int from = nodes.size() > 1 ? whole(nodes.get(1).value(scope)) : 0;
    int start = from < 0 ? Math.max(0, text.length() + from) : Math.min(from, text.length());
    if (nodes.size() < 3 || nodes.get(2).value(scope) instanceof Value.Nothing) {
      return Value.of(text.substring(start));
    }
    int length = whole(nodes.get(2).value(scope));
    long end = length < 0 ? (long) text.length() + length : (long) start + length;
    return Value.of(text.substring(start, Math.clamp(end, start, text.length())));
  }

  private static int whole(Value value) {
    // NaN becomes 0 and what is too large the largest int, as a cast promises.
    return (int) Math.max(Coercion.number(value), -Integer.MAX_VALUE);
  }

  private Value border(Scope scope) {
    if (nodes.size() != 2
        || !(nodes.get(0).value(scope) instanceof Value.Text text)
        || !(nodes.get(1).value(scope) instanceof Value.Text part)) {
      return Value.NULL;
    }
    return Value.of(
        kind == Kind.STARTS_WITH
            ? text.value().startsWith(part.value())
            : text.value().endsWith(part.value()));
  }
}
