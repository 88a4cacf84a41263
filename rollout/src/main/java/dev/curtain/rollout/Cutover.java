package dev.curtain.rollout;

import java.util.Optional;

/**
 * The receipt of the last cutover: what the side that lost its traffic was doing at that moment and
 * how it ended.
 *
 * @param atCut counts of that side when the route was in force
 * @param drained the same counts once it had been drained; empty until then
 */
public record Cutover(SideCounts atCut, Optional<SideCounts> drained) {
  /** Requests in flight on the side that was left. */
  public long inFlight() {
    return atCut.inFlight();
  }

  /** Requests that went to the side after the cut: the promise is zero. */
  public long after() {
    return drained.map(counts -> counts.started() - atCut.started()).orElse(0L);
  }

  /** Of those in flight, the ones that did not get a whole answer. */
  public long lost() {
    return drained.map(counts -> counts.broken() - atCut.broken()).orElse(0L);
  }

  /** Of those in flight, the ones that ended as they should. */
  public long completed() {
    return drained.map(counts -> inFlight() + after() - lost() - counts.inFlight()).orElse(0L);
  }

  Cutover drained(SideCounts counts) {
    return new Cutover(atCut, Optional.of(counts));
  }
}
