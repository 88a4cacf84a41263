package dev.curtain.rollout;

/**
 * What the tracks of one side had counted at a moment, since the router's start; two of them
 * subtract.
 *
 * @param started requests given to the side
 * @param inFlight of these, not ended
 * @param broken ended without a whole answer from the service
 * @param lastStartedMicros wall clock of the last request given to the side, microseconds since
 *     1970; 0: never
 */
public record SideCounts(long started, long inFlight, long broken, long lastStartedMicros) {
  public static final SideCounts NONE = new SideCounts(0, 0, 0, 0);
}
