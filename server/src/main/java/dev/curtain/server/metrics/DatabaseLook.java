package dev.curtain.server.metrics;

import java.util.Optional;

/**
 * What a database says of itself at one moment. Counts only grow, until somebody resets them.
 *
 * @param begun when it began to count, microseconds since 1970; 0: never reset
 * @param rolledBack transactions: an error ends in one, as does a program that thinks better of it
 * @param conflicts queries of a standby that were cancelled
 * @param sessionsLost sessions that ended by a fatal error, a lost client or an operator
 * @param connections now
 * @param waiting sessions that have waited for a lock for a quarter of a second and longer, now
 * @param blocker who holds what the longest of them waits for; empty where nobody waits
 */
record DatabaseLook(
    long begun,
    long committed,
    long rolledBack,
    long deadlocks,
    long conflicts,
    long sessionsLost,
    int connections,
    int waiting,
    long longestWaitMillis,
    Optional<String> blocker) {

  /** Counts of between two looks. */
  DatabaseSeen.Sums since(DatabaseLook before) {
    // Whoever was reset, or began anew, counts from there.
    boolean anew = begun != before.begun || committed < before.committed;
    return anew
        ? new DatabaseSeen.Sums(committed, rolledBack, deadlocks, conflicts, sessionsLost)
        : new DatabaseSeen.Sums(
            committed - before.committed,
            Math.max(0, rolledBack - before.rolledBack),
            Math.max(0, deadlocks - before.deadlocks),
            Math.max(0, conflicts - before.conflicts),
            Math.max(0, sessionsLost - before.sessionsLost));
  }
}
