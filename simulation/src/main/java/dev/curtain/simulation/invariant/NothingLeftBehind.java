package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Hosts;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Sight;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a rollout leaves the world. */
public final class NothingLeftBehind implements Invariant {
  @Override
  public String promise() {
    return "at rest the version that serves has everything it should have, and nothing else runs";
  }

  @Override
  public Optional<String> broken(Sight world) {
    return Optional.empty();
  }

  @Override
  public Optional<String> brokenAtRest(Sight world) {
    List<TrackSpec> serving = world.durable().serving();
    for (TrackSpec track : serving) {
      if (world.durable().wanted(track.name()) != track.replicas()) {
        return Optional.of(
            track.name() + " is wanted " + world.durable().wanted(track.name()) + " times");
      }
    }
    for (Hosts.Host host : world.hosts().all()) {
      if (host.running() && !serving.contains(host.track())) {
        return Optional.of(host.id() + " still runs");
      }
    }
    Map<String, Integer> expected = Shares.weights(List.of(), serving, 0);
    Division asked = world.table().asked();
    if (asked.closed() || !asked.groups().isEmpty() || asked.copies().isPresent()) {
      return Optional.of("the router serves by " + asked);
    }
    for (Map.Entry<String, Integer> weight : asked.weights().entrySet()) {
      if (!weight.getValue().equals(expected.getOrDefault(weight.getKey(), 0))) {
        return Optional.of("the router serves by " + asked);
      }
    }
    return Optional.empty();
  }
}
