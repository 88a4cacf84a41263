package dev.curtain.simulation.invariant;

import dev.curtain.model.Configuration;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Hosts;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Line;
import dev.curtain.simulation.Sight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A release set goes forward and back whole: configuration too. */
public final class OwnConfiguration implements Invariant {
  /** By track, what its replicas are to run with; told by nobody but the file and the past. */
  private final Map<String, Configuration> given = new LinkedHashMap<>();

  @Override
  public String promise() {
    return "a version runs with what the model said when it was deployed, one that comes back with"
        + " what it ran with, and no replica with what belongs to another";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Written written) {
        switch (written.line()) {
          case Line.Declared declared -> give(world, declared.tracks());
          case Line.Planned planned -> give(world, planned.spec());
          case Line.Began _,
              Line.Wanted _,
              Line.ReplicaPlanned _,
              Line.ReplicaIs _,
              Line.FailedOver _,
              Line.Moved _ -> {}
        }
      }
      if (fact instanceof Fact.Started started) {
        Hosts.Host host = world.hosts().host(started.replica());
        if (host != null && !host.configuration().equals(of(started.track()))) {
          return Optional.of(
              started.replica()
                  + " runs with "
                  + words(host.configuration())
                  + " (expected: "
                  + words(of(started.track()))
                  + ")");
        }
      }
    }
    return Optional.empty();
  }

  private void give(Sight world, List<TrackSpec> tracks) {
    tracks.forEach(track ->
        given.put(track.name(), world.model().configurations().of(track.version(), track.node())));
  }

  private void give(Sight world, RolloutSpec spec) {
    Optional<List<TrackSpec>> former = former(world, spec);
    if (former.isPresent()) {
      spec.candidate().forEach(track -> takeOver(track, former.get()));
    } else {
      give(world, spec.candidate());
    }
    spec.baseline().forEach(track -> takeOver(track, spec.stable()));
  }

  /** What a version that comes back was when it served last; empty where it never has. */
  private static Optional<List<TrackSpec>> former(Sight world, RolloutSpec spec) {
    Optional<List<TrackSpec>> former = Optional.empty();
    for (RolloutState rollout : world.durable().rollouts()) {
      if (rollout.phase() == Phase.PROMOTED
          && rollout.spec().from().equals(Optional.of(spec.to()))) {
        former = Optional.of(rollout.spec().stable());
      }
    }
    return former;
  }

  private void takeOver(TrackSpec track, List<TrackSpec> from) {
    for (TrackSpec each : from) {
      Configuration same = given.get(each.name());
      if (same != null && each.node().equals(track.node())) {
        given.put(track.name(), same);
      }
    }
  }

  private Optional<Configuration> of(String track) {
    return Optional.ofNullable(given.get(track));
  }

  private static String words(Optional<Configuration> configuration) {
    return configuration.map(each -> each.env().toString()).orElse("nothing");
  }
}
