package dev.curtain.flags;

/** A rule that cannot be finished: it grows beyond what a flag may need. */
final class EvaluationProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EvaluationProblem(String message) {
    super(message, null, false, false);
  }
}
