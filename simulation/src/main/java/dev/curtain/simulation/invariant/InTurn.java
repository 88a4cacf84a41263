package dev.curtain.simulation.invariant;

import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.VersionSet;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Of a set whose members go one after the other. */
public final class InTurn implements Invariant {
  @Override
  public String promise() {
    return "no user meets a member of a set before whoever it depends on has its new version";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.InForce force) {
        RolloutState mine = world.durable().latest();
        if (mine != null && meets(force, mine)) {
          Optional<String> early = early(world, mine);
          if (early.isPresent()) {
            return early;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean meets(Fact.InForce force, RolloutState rollout) {
    return rollout.spec().candidate().stream()
        .map(TrackSpec::name)
        .anyMatch(track ->
            force.table().asked().weights().getOrDefault(track, 0) > 0
                || force.table().asked().groups().stream()
                    .anyMatch(group -> group.weights().getOrDefault(track, 0) > 0));
  }

  private static Optional<String> early(Sight world, RolloutState mine) {
    Optional<VersionSet> set = mine.spec().set();
    if (set.isEmpty() || !set.get().inOrder()) {
      return Optional.empty();
    }
    int turn = set.get().rollouts().indexOf(mine.spec().id());
    for (Sight other : world.all()) {
      for (RolloutState theirs : other.durable().rollouts()) {
        int before = set.get().rollouts().indexOf(theirs.spec().id());
        if (before >= 0 && before < turn && theirs.conclusion().isEmpty()) {
          return Optional.of(
              mine.spec().id() + " is met while " + theirs.spec().id() + " is " + theirs.phase());
        }
      }
    }
    return Optional.empty();
  }
}
