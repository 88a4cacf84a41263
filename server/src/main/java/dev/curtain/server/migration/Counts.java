package dev.curtain.server.migration;

import dev.curtain.analysis.Tally;
import dev.curtain.router.LatencyCounts;

/**
 * What was counted up to a moment, or between two; what nobody counts stays {@link Tally#NONE}.
 *
 * @param requests that users sent; bad: failed
 * @param latency of these
 * @param transactions of the database; bad: rolled back, those of the migration itself left out
 * @param sessions of the database that were at work, once per look; bad: waiting for a lock
 */
record Counts(Tally requests, LatencyCounts latency, Tally transactions, Tally sessions) {
  static final Counts NONE = new Counts(Tally.NONE, LatencyCounts.NONE, Tally.NONE, Tally.NONE);

  /** This minus what was counted earlier. A counter that began anew counts from there. */
  Counts minus(Counts earlier) {
    return new Counts(
        minus(requests, earlier.requests),
        latency.total() < earlier.latency.total() ? latency : latency.minus(earlier.latency),
        minus(transactions, earlier.transactions),
        minus(sessions, earlier.sessions));
  }

  Counts plus(Counts more) {
    return new Counts(
        requests.plus(more.requests),
        latency.plus(more.latency),
        transactions.plus(more.transactions),
        sessions.plus(more.sessions));
  }

  private static Tally minus(Tally now, Tally earlier) {
    if (now.n() < earlier.n()) {
      return now;
    }
    long n = now.n() - earlier.n();
    return new Tally(n, Math.clamp(now.bad() - earlier.bad(), 0, n));
  }
}
