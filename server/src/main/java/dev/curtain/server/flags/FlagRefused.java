package dev.curtain.server.flags;

/** A change of a flag that is not made, and why. */
public final class FlagRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  private FlagRefused(String message, boolean unknown) {
    super(message);
    this.unknown = unknown;
  }

  public static FlagRefused invalid(String message) {
    return new FlagRefused(message, false);
  }

  static FlagRefused unknown(String message) {
    return new FlagRefused(message, true);
  }

  /** Whether there is no such flag. */
  public boolean unknown() {
    return unknown;
  }
}
