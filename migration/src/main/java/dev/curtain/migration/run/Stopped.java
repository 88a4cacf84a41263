package dev.curtain.migration.run;

/** A migration did not go on, for a reason that a person should read. Nothing is half done. */
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Stopped(String message) {
    super(message);
  }

  /** Somebody wants it to {@code pause}, or to {@code stop}. */
  static Stopped asWanted(String migration, String wanted) {
    return new Stopped(
        wanted.equals("pause")
            ? migration + " is paused; curtain migrate resume " + migration + " goes on"
            : migration + " is to stop: it is being taken back");
  }
}
