package dev.curtain.flags;

/** {@code in}: an element of a list, or a piece of a text; nothing is in an empty one. */
record Contains(Node what, Node where) implements Node {
  @Override
  public Value value(Scope scope) {
    Value wanted = what.value(scope);
    return switch (where.value(scope)) {
      case Value.Items items -> {
        for (Value each : items.values()) {
          if (Coercion.strict(each, wanted)) {
            yield Value.TRUE;
          }
        }
        yield Value.FALSE;
      }
      case Value.Text text ->
          Value.of(
              !(wanted instanceof Value.Nothing)
                  && !text.value().isEmpty()
                  && text.value().contains(Coercion.text(wanted)));
      case Value.Nothing _, Value.Bool _, Value.Num _, Value.Fields _ -> Value.FALSE;
    };
  }
}
