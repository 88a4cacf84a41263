package dev.curtain.simulation.invariant;

import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.VersionSet;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import dev.curtain.simulation.Table;
import java.util.Optional;

/** Of a set that changes over together: what the tables under one epoch ask for. */
public final class SetsMoveAsOne implements Invariant {
  @Override
  public String promise() {
    return "the members of a set have the same share of their traffic in every table, the way back"
        + " included";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.InForce) {
        Optional<String> apart = apart(world);
        if (apart.isPresent()) {
          return apart;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> apart(Sight world) {
    RolloutState mine = world.durable().latest();
    Optional<VersionSet> set = mine == null ? Optional.empty() : mine.spec().set();
    if (mine == null || set.isEmpty() || set.get().inOrder()) {
      return Optional.empty();
    }
    int here = asked(world.table(), mine);
    for (Sight other : world.all()) {
      RolloutState theirs = other.durable().latest();
      if (theirs != null
          && theirs.spec().set().equals(set)
          && asked(other.table(), theirs) != here) {
        return Optional.of(
            "table %d gives %s %d parts and %s %d"
                .formatted(
                    world.table().epoch(),
                    mine.spec().id(),
                    here,
                    theirs.spec().id(),
                    asked(other.table(), theirs)));
      }
    }
    return Optional.empty();
  }

  /** Parts of the whole that the new version is to have; rounding may differ by a part a track. */
  private static int asked(Table table, RolloutState rollout) {
    int parts = 0;
    for (TrackSpec track : rollout.spec().candidate()) {
      parts += table.asked().weights().getOrDefault(track.name(), 0);
    }
    return Math.round(parts * 1_000f / Shares.WHOLE);
  }
}
