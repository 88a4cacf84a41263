package dev.curtain.server.metrics;

/**
 * Two numbers that only grow.
 *
 * @param bad bad outcomes, {@code total} all of them
 */
record Count(double bad, double total) {
  static final Count NONE = new Count(0, 0);

  /** What came after {@code before}; whoever counts less than then has begun anew. */
  Count since(Count before) {
    return total < before.total || bad < before.bad
        ? this
        : new Count(bad - before.bad, total - before.total);
  }

  Count plus(Count other) {
    return new Count(bad + other.bad, total + other.total);
  }
}
