package dev.curtain.analysis;

/**
 * Traffic as a forecast needs it.
 *
 * @param requestsPerSecond of both sides together
 * @param share the candidate's part, 0..1
 * @param baselineRate share of bad outcomes that the serving version has, 0..1
 * @param blockSeconds how long a block lasts
 * @param requestsPerUser how many requests one user makes in the time of a canary
 * @param pastSeconds for how long the serving version's requests were counted before the
 *     candidate's first; it tells how much the share wanders by itself
 */
public record Traffic(
    double requestsPerSecond,
    double share,
    double baselineRate,
    double blockSeconds,
    double requestsPerUser,
    double pastSeconds) {
  public Traffic {
    require(requestsPerSecond > 0, "requests per second", requestsPerSecond, "more than 0");
    require(share > 0 && share < 1, "share", share, "between 0 and 1, as 0.05");
    require(baselineRate >= 0 && baselineRate < 1, "baseline rate", baselineRate, "0..1");
    require(blockSeconds > 0, "block seconds", blockSeconds, "more than 0");
    require(requestsPerUser > 0, "requests per user", requestsPerUser, "more than 0");
    require(pastSeconds >= 0, "past seconds", pastSeconds, "0 or more");
  }

  /** Without a past. */
  public Traffic(
      double requestsPerSecond,
      double share,
      double baselineRate,
      double blockSeconds,
      double requestsPerUser) {
    this(requestsPerSecond, share, baselineRate, blockSeconds, requestsPerUser, 0);
  }

  private static void require(boolean holds, String what, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }

  Traffic withShare(double other) {
    return new Traffic(
        requestsPerSecond, other, baselineRate, blockSeconds, requestsPerUser, pastSeconds);
  }

  double candidateRequests(double seconds) {
    return seconds * requestsPerSecond * share;
  }

  /** Seconds of a block in which each side has a request, on average. */
  double effectiveBlockSeconds() {
    var rarer = requestsPerSecond * StrictMath.min(share, 1 - share);
    return StrictMath.max(blockSeconds, 1 / rarer);
  }
}
