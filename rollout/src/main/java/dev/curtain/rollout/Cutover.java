package dev.curtain.rollout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /**
   * What was in flight when the route was in force, and how such exchanges ended since, by kind: an
   * answer that grew long meanwhile was {@code http} then and ended as a {@code stream}. Empty
   * until it has been drained, and where a router that was started again counts from zero.
   */
  public List<SideCounts.Protocol> protocols() {
    if (drained.isEmpty()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>();
    atCut.protocols().forEach(each -> names.add(each.name()));
    drained.get().protocols().forEach(each -> names.add(each.name()));
    List<SideCounts.Protocol> ended = new ArrayList<>();
    for (String name : names) {
      SideCounts.Protocol cut = atCut.protocol(name);
      SideCounts.Protocol since = drained.get().protocol(name).since(cut);
      if (!since.counts()) {
        return List.of();
      }
      SideCounts.Protocol one =
          new SideCounts.Protocol(
              name,
              cut.inFlight(),
              since.completed(),
              since.toldToGo(),
              since.cancelled(),
              since.broken(),
              since.cut());
      if (!one.equals(SideCounts.Protocol.none(name))) {
        ended.add(one);
      }
    }
    return ended;
  }

  Cutover drained(SideCounts counts) {
    return new Cutover(atCut, Optional.of(counts));
  }
}
