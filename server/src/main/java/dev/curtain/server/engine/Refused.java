package dev.curtain.server.engine;

/**
 * What was asked for is not done, and nothing was changed; the message says why and what to do
 * instead.
 */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Why, roughly. */
  public enum Kind {
    /** There is no such thing. */
    UNKNOWN,
    /** Not in this state. */
    CONFLICT
  }

  public Refused(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
