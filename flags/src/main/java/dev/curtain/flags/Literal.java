package dev.curtain.flags;

/** A value that is written down. */
record Literal(Value written) implements Node {
  static final Literal NULL = new Literal(Value.NULL);

  @Override
  public Value value(Scope scope) {
    return written;
  }
}
