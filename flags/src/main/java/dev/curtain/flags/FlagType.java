package dev.curtain.flags;

/** What a caller expects a flag to be. */
public enum FlagType {
  BOOLEAN,
  STRING,
  INTEGER,
  FLOAT,
  OBJECT;

  /** Numbers are turned into each other only where nothing is lost. */
  boolean fits(Value value) {
    return switch (this) {
      case BOOLEAN -> value instanceof Value.Bool;
      case STRING -> value instanceof Value.Text;
      case INTEGER -> value instanceof Value.Num num && num.integer();
      case FLOAT -> value instanceof Value.Num;
      case OBJECT -> value instanceof Value.Fields || value instanceof Value.Items;
    };
  }
}
