package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/**
 * Of a shadow: its answers go to nobody. Whoever takes over for a lost place is not one any more.
 */
public final class CopiesMeetNobody implements Invariant {
  @Override
  public String promise() {
    return "no table asks for users to meet a version that gets copies of requests";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.InForce force) {
        Division asked = force.table().asked();
        RolloutState latest = world.durable().latest();
        if (asked.copies().isPresent() && latest != null) {
          for (TrackSpec track : latest.spec().candidate()) {
            if (asked.weights().getOrDefault(track.name(), 0) > 0) {
              return Optional.of(track.name() + " gets copies, and users: " + asked.weights());
            }
          }
        }
      }
    }
    return Optional.empty();
  }
}
