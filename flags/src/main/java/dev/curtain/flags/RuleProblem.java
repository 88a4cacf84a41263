package dev.curtain.flags;

/** A rule that is none; the flag it belongs to answers PARSE_ERROR. */
final class RuleProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  RuleProblem(Place place, String message) {
    super(place + ": " + message, null, false, false);
    this.problem = new Problem(place.toString(), message);
  }

  Problem problem() {
    return problem;
  }
}
