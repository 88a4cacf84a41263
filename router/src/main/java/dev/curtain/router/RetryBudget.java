package dev.curtain.router;

/**
 * Second attempts of one event loop: a fifth of its requests at most, so that a service in trouble
 * is not given more to do by its own failures.
 */
final class RetryBudget {
  private static final double PER_REQUEST = 0.2;
  private static final double MOST = 100;

  private double left = MOST;

  void request() {
    left = Math.min(MOST, left + PER_REQUEST);
  }

  boolean take() {
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
