package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Conclusion;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.VersionSet;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Of a set: how it ends. */
public final class AllOrNothing implements Invariant {
  @Override
  public String promise() {
    return "no member of a set takes its previous version away, or ends promoted, while another one"
        + " has gone back";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved && moved.after().spec().set().isPresent()) {
        Optional<String> apart = apart(world, moved.after().spec().set().get());
        if (apart.isPresent()) {
          return apart;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> apart(Sight world, VersionSet set) {
    String stays = "";
    String back = "";
    for (Sight other : world.all()) {
      for (RolloutState member : other.durable().rollouts()) {
        if (member.spec().set().equals(Optional.of(set))) {
          if (member.phase() == Phase.PROMOTED || !member.warm()) {
            stays = member.spec().id();
          }
          if (member.conclusion().filter(end -> end != Conclusion.PROMOTED).isPresent()) {
            back = member.spec().id();
          }
        }
      }
    }
    return stays.isEmpty() || back.isEmpty()
        ? Optional.empty()
        : Optional.of(stays + " stays and " + back + " goes back, both of " + set.id());
  }
}
