package dev.curtain.migration.run;

/** A migration did not go on, for a reason that a person should read. Nothing is half done. */
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Stopped(String message) {
    super(message);
  }
}
