package dev.curtain.flags;

/** A rule that is none; the flag it belongs to answers PARSE_ERROR. */
final class RuleProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  RuleProblem(String path, String message) {
    super(path + ": " + message, null, false, false);
    this.problem = new Problem(path, message);
  }

  Problem problem() {
    return problem;
  }
}
