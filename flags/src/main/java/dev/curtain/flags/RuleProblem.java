package dev.curtain.flags;

/** A rule that is none; the flag it belongs to answers PARSE_ERROR. */
final class RuleProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RuleProblem(String path, String message) {
    super(path + ": " + message, null, false, false);
  }
}
