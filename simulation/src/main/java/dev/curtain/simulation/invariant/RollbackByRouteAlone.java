package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Conclusion;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.Optional;

/** Promise 2: what a rollback does. */
public final class RollbackByRouteAlone implements Invariant {
  @Override
  public String promise() {
    return "a rollback is one route to the previous version; it starts, builds and waits for"
        + " nothing";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved && moved.after().phase() == Phase.ROLLING_BACK) {
        Optional<String> wrong = wrong(moved.after());
        if (wrong.isPresent()) {
          return wrong;
        }
      }
      if (fact instanceof Fact.Moved moved
          && moved.after().phase() == Phase.CLEARING
          && moved.before().phase() != Phase.ROLLING_BACK
          && moved.before().phase() != Phase.CLEARING
          && moved.after().conclusion().filter(Conclusion.REPORTED::equals).isEmpty()) {
        return Optional.of("cleared away without a route back");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrong(RolloutState state) {
    if (state.pending().size() != 1) {
      return Optional.of("rolling back, it waits for " + state.pending().values());
    }
    for (Effect effect : state.pending().values()) {
      if (!(effect instanceof Effect.ApplyRoute route)) {
        return Optional.of("rolling back, it wants " + effect);
      }
      int stable = 0;
      for (TrackSpec track : state.spec().stable()) {
        stable += route.weights().getOrDefault(track.name(), 0);
      }
      if (stable != Shares.WHOLE) {
        return Optional.of("rolling back, the route is " + route.weights());
      }
    }
    return Optional.empty();
  }
}
