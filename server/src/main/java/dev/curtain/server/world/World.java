package dev.curtain.server.world;

import dev.curtain.rollout.Effect;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is, as a fold over the log.
 *
 * @param tracks every track ever known in this raising, by name
 * @param wanted replicas wanted per track; a track that is not wanted is absent
 * @param replicas by id, without those that ended long ago
 */
public record World(
    Optional<Entry.Raised> raised,
    Map<String, ServiceState> services,
    Map<String, TrackSpec> tracks,
    Map<String, Integer> wanted,
    Map<String, ReplicaState> replicas,
    Map<String, RolloutState> rollouts) {
  public static final World EMPTY =
      new World(Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  public World {
    services = Collections.unmodifiableMap(services);
    tracks = Collections.unmodifiableMap(tracks);
    wanted = Collections.unmodifiableMap(wanted);
    replicas = Collections.unmodifiableMap(replicas);
    rollouts = Collections.unmodifiableMap(rollouts);
  }

  /** The world after one more entry. */
  public World after(Entry entry) {
    return switch (entry) {
      case Entry.Raised raising ->
          new World(Optional.of(raising), Map.of(), Map.of(), Map.of(), Map.of(), rollouts);
      case Entry.Lowered _ ->
          new World(Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of(), rollouts);
      case Entry.Declared declared -> declared(declared);
      case Entry.Wanted want -> {
        Map<String, Integer> next = new LinkedHashMap<>(wanted);
        next.putAll(want.replicas());
        yield new World(raised, services, tracks, next, replicas, rollouts);
      }
      case Entry.ReplicaPlanned planned ->
          withReplica(
              planned.spec().id(),
              new ReplicaState(planned.track(), planned.spec(), ReplicaStatus.PLANNED, ""));
      case Entry.ReplicaIs is -> {
        ReplicaState known = replicas.get(is.replica());
        yield known == null ? this : withReplica(is.replica(), known.is(is.status(), is.why()));
      }
      case Entry.Planned planned -> planned(planned.spec());
      case Entry.Moved moved -> moved(moved);
    };
  }

  private World declared(Entry.Declared declared) {
    Map<String, TrackSpec> known = new LinkedHashMap<>(tracks);
    declared.tracks().forEach(track -> known.put(track.name(), track));
    return new World(raised, services, known, wanted, replicas, rollouts)
        .withService(
            new ServiceState(
                declared.service(),
                declared.version(),
                declared.tracks(),
                Shares.weights(List.of(), declared.tracks(), 0),
                declared.service()));
  }

  private World planned(RolloutSpec spec) {
    Map<String, TrackSpec> known = new LinkedHashMap<>(tracks);
    spec.candidate().forEach(track -> known.put(track.name(), track));
    Map<String, RolloutState> more = new LinkedHashMap<>(rollouts);
    more.put(spec.id(), RolloutState.planned(spec));
    World next = new World(raised, services, known, wanted, replicas, more);
    ServiceState service = services.get(spec.service());
    return service == null
        ? next
        : next.withService(
            new ServiceState(
                service.path(), service.version(), service.tracks(), service.weights(), spec.id()));
  }

  private World moved(Entry.Moved moved) {
    RolloutState before = rollouts.get(moved.rollout());
    if (before == null) {
      return this;
    }
    return withRollout(before, RolloutMachine.apply(before, moved.event()).state());
  }

  /**
   * The world in which a rollout has gone from one state to another; the serving tracks follow a
   * promotion.
   */
  World withRollout(RolloutState before, RolloutState now) {
    Map<String, RolloutState> more = new LinkedHashMap<>(rollouts);
    more.put(now.spec().id(), now);
    World next = new World(raised, services, tracks, wanted, replicas, more);
    ServiceState service = services.get(now.spec().service());
    if (service == null) {
      return next;
    }
    boolean taken = now.phase() == Phase.PROMOTED && before.phase() != Phase.PROMOTED;
    return next.withService(
        new ServiceState(
            service.path(),
            taken ? Optional.of(now.spec().to()) : service.version(),
            taken ? now.spec().candidate() : service.tracks(),
            weights(before, now).orElse(service.weights()),
            service.salt()));
  }

  /**
   * A route that is wanted is in force as soon as it is on record: nothing else has to be written
   * before it goes out.
   */
  private static Optional<Map<String, Integer>> weights(RolloutState before, RolloutState now) {
    return now.pending().values().stream()
        .filter(effect -> !before.pending().containsKey(effect.id()))
        .filter(Effect.ApplyRoute.class::isInstance)
        .map(effect -> ((Effect.ApplyRoute) effect).weights())
        .findFirst();
  }

  private World withService(ServiceState service) {
    Map<String, ServiceState> more = new LinkedHashMap<>(services);
    more.put(service.path(), service);
    return new World(raised, more, tracks, wanted, replicas, rollouts);
  }

  private World withReplica(String id, ReplicaState replica) {
    Map<String, ReplicaState> more = new LinkedHashMap<>(replicas);
    more.put(id, replica);
    return new World(raised, services, tracks, wanted, more, rollouts);
  }

  /** Replicas of a track that have not ended, oldest first. */
  public List<ReplicaState> replicasOf(String track) {
    List<ReplicaState> found = new ArrayList<>();
    for (ReplicaState replica : replicas.values()) {
      if (replica.track().equals(track) && !replica.status().gone()) {
        found.add(replica);
      }
    }
    return found;
  }

  /** The rollout of a service that has not ended, if there is one. */
  public Optional<RolloutState> rolloutOf(String service) {
    return rollouts.values().stream()
        .filter(rollout -> rollout.spec().service().equals(service) && !rollout.phase().ended())
        .findFirst();
  }
}
