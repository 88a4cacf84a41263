package dev.curtain.cli;

/** A command ends here; the message is for the person who typed it. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Asked for wrongly. */
  static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message, new IllegalArgumentException(message));
  }

  /** Asked for rightly, and it could not be done. */
  static Failure couldNot(String message, Throwable cause) {
    return new Failure(ExitCode.COULD_NOT, message, cause);
  }

  /** The answer is no. */
  static Failure no(String message, Throwable cause) {
    return new Failure(ExitCode.NO, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
