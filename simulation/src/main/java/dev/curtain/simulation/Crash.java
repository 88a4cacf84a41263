package dev.curtain.simulation;

/** The controller ends here, between two instructions. */
final class Crash extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("the controller ends here", null, false, false);
  }
}
