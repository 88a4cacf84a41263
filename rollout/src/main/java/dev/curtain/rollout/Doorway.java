package dev.curtain.rollout;

import dev.curtain.model.Ordered;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the gate that a rollout stands before.
 *
 * @param approvals who has agreed
 * @param ticked items of the checklist that are done
 * @param closed why it is closed; empty: not known yet, or open
 * @param opener who can open it and how, one sentence
 * @param refusals how often in a row it was found closed
 */
public record Doorway(
    Set<String> approvals,
    Set<String> ticked,
    Optional<String> closed,
    Optional<String> opener,
    int refusals) {
  public static final Doorway NONE =
      new Doorway(Set.of(), Set.of(), Optional.empty(), Optional.empty(), 0);

  public Doorway {
    approvals = Ordered.copyOf(approvals);
    ticked = Ordered.copyOf(ticked);
  }

  Doorway closed(String why, String who) {
    return new Doorway(approvals, ticked, Optional.of(why), Optional.of(who), refusals + 1);
  }

  Doorway approvedBy(String who) {
    Set<String> more = new LinkedHashSet<>(approvals);
    more.add(who);
    return new Doorway(more, ticked, closed, opener, refusals);
  }

  Doorway ticked(String item) {
    Set<String> more = new LinkedHashSet<>(ticked);
    more.add(item);
    return new Doorway(approvals, more, closed, opener, refusals);
  }
}
