package dev.curtain.simulation.invariant;

import dev.curtain.model.Strategy;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Known;
import dev.curtain.simulation.Sight;
import java.util.List;
import java.util.Optional;

/**
 * Promise 11, of what is wanted: what falls by itself is replaced. A rolling update on its way back
 * has what is left of the previous version, as its plan says (docs/decisions/0001).
 */
public final class CapacityDeclared implements Invariant {
  @Override
  public String promise() {
    return "there are never fewer replicas wanted than the model declares, less max_unavailable";
  }

  @Override
  public Optional<String> broken(Sight world) {
    Known known = world.durable();
    RolloutState state = known.latest();
    if (known.division().closed()) {
      // The declared gap: nobody is served, so nothing has to be there.
      return Optional.empty();
    }
    boolean back = false;
    List<TrackSpec> serving = known.serving();
    int declared = 0;
    int wanted = 0;
    for (TrackSpec track : serving) {
      declared += track.replicas();
      wanted += known.wanted(track.name());
    }
    if (state != null && !state.phase().ended()) {
      back = state.phase() == Phase.ROLLING_BACK || state.phase() == Phase.CLEARING;
      for (TrackSpec track : state.spec().candidate()) {
        wanted += known.wanted(track.name());
      }
    }
    int fewer =
        world.scenario().service().strategy() instanceof Strategy.Rolling rolling
            ? back ? declared : rolling.maxUnavailable()
            : 0;
    return wanted < declared - fewer
        ? Optional.of(
            wanted + " replicas wanted (expected: >= " + declared + " less " + fewer + ")")
        : Optional.empty();
  }
}
