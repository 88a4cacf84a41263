package dev.curtain.cli;

/** What the contract says an exit code means. */
final class ExitCode {
  static final int GOOD = 0;

  /** Done, and the answer is no. */
  static final int NO = 1;

  static final int USAGE = 2;
  static final int COULD_NOT = 3;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
