package dev.curtain.server.world;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.VersionSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.OrderedPMap;
import org.pcollections.OrderedPSet;

/**
 * Everything that is, as a fold over the log. Its maps are persistent: a world costs what differs
 * from the one before, not what there is.
 *
 * @param tracks every track ever known in this raising, by name
 * @param wanted replicas wanted per track; a track that is not wanted is absent
 * @param replicas by id, those that have not ended
 * @param placed ids of the replicas of each track, oldest first
 * @param underway by service, the rollout of it that has not ended
 */
public record World(
    Optional<Entry.Raised> raised,
    OrderedPMap<String, ServiceState> services,
    HashPMap<String, TrackSpec> tracks,
    OrderedPMap<String, Integer> wanted,
    HashPMap<String, ReplicaState> replicas,
    HashPMap<String, OrderedPSet<String>> placed,
    OrderedPMap<String, RolloutState> rollouts,
    OrderedPMap<String, String> underway) {
  public static final World EMPTY = bare(Optional.empty(), OrderedPMap.empty());

  /** Nothing but what was, and maybe a model. */
  private static World bare(
      Optional<Entry.Raised> raised, OrderedPMap<String, RolloutState> rollouts) {
    return new World(
        raised,
        OrderedPMap.empty(),
        HashTreePMap.empty(),
        OrderedPMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        rollouts,
        OrderedPMap.empty());
  }

  /**
   * The world that a snapshot was taken of.
   *
   * @param past every rollout, in order
   * @param moving ids of those that are under way
   */
  static World of(
      Optional<Entry.Raised> raised,
      List<ServiceState> services,
      List<TrackSpec> tracks,
      Map<String, Integer> wanted,
      List<ReplicaState> replicas,
      List<RolloutState> past,
      List<String> moving) {
    OrderedPMap<String, RolloutState> rollouts = OrderedPMap.empty();
    for (RolloutState rollout : past) {
      rollouts = rollouts.plus(rollout.spec().id(), rollout);
    }
    World world = bare(raised, rollouts).withTracks(tracks);
    for (ServiceState service : services) {
      world = world.withService(service);
    }
    for (ReplicaState replica : replicas) {
      world = world.withReplica(replica);
    }
    for (String id : moving) {
      world = world.withRollout(Optional.ofNullable(rollouts.get(id)).orElseThrow());
    }
    return world.withWanted(world.wanted().plusAll(wanted));
  }

  /** The world after one more entry. */
  public World after(Entry entry) {
    return switch (entry) {
      case Entry.Raised raising -> bare(Optional.of(raising), rollouts);
      case Entry.Lowered _ -> bare(Optional.empty(), rollouts);
      case Entry.Began _,
          Entry.FlagChanged _,
          Entry.FlagsSeen _,
          Entry.FlagJudged _,
          Entry.Counted _,
          Entry.Acted _ ->
          this;
      case Entry.Declared declared -> declared(declared);
      case Entry.Wanted want -> withWanted(wanted.plusAll(want.replicas()));
      case Entry.ReplicaPlanned planned ->
          withReplica(ReplicaState.planned(planned.track(), planned.spec()));
      case Entry.ReplicaIs is -> {
        ReplicaState known = replicas.get(is.replica());
        yield known == null ? this : withReplica(known.is(is.status(), is.why()));
      }
      case Entry.Planned planned -> planned(planned.spec());
      case Entry.Requested requested -> requested(requested);
      case Entry.Drilled _ -> this;
      case Entry.FailedOver over ->
          Optional.ofNullable(services.get(over.service()))
              .map(service -> withService(service.failedOver(over.away())))
              .orElse(this);
      case Entry.Moved moved -> moved(moved);
    };
  }

  private World declared(Entry.Declared declared) {
    return withTracks(declared.tracks())
        .withService(
            new ServiceState(
                declared.service(),
                declared.version(),
                declared.tracks(),
                Division.of(Shares.weights(List.of(), declared.tracks(), 0)),
                declared.service(),
                Optional.empty(),
                Optional.empty()));
  }

  private World planned(RolloutSpec spec) {
    World next =
        withTracks(spec.candidate())
            .withTracks(spec.baseline())
            .withRollout(RolloutState.planned(spec));
    ServiceState service = services.get(spec.service());
    return service == null ? next : next.withService(service.salted(salt(spec)));
  }

  /** One for all of a set: whoever meets the new version of one meets that of the others. */
  private static String salt(RolloutSpec spec) {
    return spec.set().map(VersionSet::id).orElse(spec.id());
  }

  private World requested(Entry.Requested requested) {
    ServiceState service = services.get(requested.service());
    return service == null ? this : withService(service.awaiting(requested.next()));
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
    World next = withRollout(now);
    ServiceState service = services.get(now.spec().service());
    if (service == null) {
      return next;
    }
    boolean taken = now.phase() == Phase.PROMOTED && before.phase() != Phase.PROMOTED;
    Optional<Division> routed = division(before, now);
    if (!taken && routed.isEmpty()) {
      return next;
    }
    ServiceState divided = routed.map(service::divided).orElse(service);
    return next.withService(
        taken ? divided.serving(now.spec().to(), now.spec().candidate()) : divided);
  }

  /**
   * A route that is wanted is in force as soon as it is on record: nothing else has to be written
   * before it goes out.
   */
  private static Optional<Division> division(RolloutState before, RolloutState now) {
    return now.pending().values().stream()
        .filter(effect -> !before.pending().containsKey(effect.id()))
        .flatMap(effect ->
            effect instanceof Effect.ApplyRoute route
                ? Optional.of(route.division()).stream()
                : Optional.<Division>empty().stream())
        .findFirst();
  }

  private World withService(ServiceState service) {
    return new World(
        raised,
        services.plus(service.path(), service),
        tracks,
        wanted,
        replicas,
        placed,
        rollouts,
        underway);
  }

  private World withTracks(List<TrackSpec> more) {
    HashPMap<String, TrackSpec> known = tracks;
    for (TrackSpec track : more) {
      known = known.plus(track.name(), track);
    }
    return new World(raised, services, known, wanted, replicas, placed, rollouts, underway);
  }

  private World withWanted(OrderedPMap<String, Integer> next) {
    return new World(raised, services, tracks, next, replicas, placed, rollouts, underway);
  }

  private World withReplica(ReplicaState replica) {
    String id = replica.spec().id();
    OrderedPSet<String> there = placed.getOrDefault(replica.track(), OrderedPSet.empty());
    boolean gone = replica.status().gone();
    OrderedPSet<String> left = gone ? there.minus(id) : there.plus(id);
    return new World(
        raised,
        services,
        tracks,
        wanted,
        gone ? replicas.minus(id) : replicas.plus(id, replica),
        left.isEmpty() ? placed.minus(replica.track()) : placed.plus(replica.track(), left),
        rollouts,
        underway);
  }

  private World withRollout(RolloutState rollout) {
    String service = rollout.spec().service();
    String id = rollout.spec().id();
    OrderedPMap<String, String> moving = underway;
    if (!rollout.phase().ended()) {
      moving = underway.plus(service, id);
    } else if (id.equals(underway.get(service))) {
      moving = underway.minus(service);
    }
    return new World(
        raised, services, tracks, wanted, replicas, placed, rollouts.plus(id, rollout), moving);
  }

  /** Replicas of a track that have not ended, oldest first. */
  public List<ReplicaState> replicasOf(String track) {
    return placed.getOrDefault(track, OrderedPSet.empty()).stream().map(replicas::get).toList();
  }

  /** How many replicas of a track are ready. */
  public int ready(String track) {
    return (int)
        replicasOf(track).stream().filter(each -> each.status() == ReplicaStatus.READY).count();
  }

  /** The rollout of a service that has not ended, if there is one. */
  public Optional<RolloutState> rolloutOf(String service) {
    return Optional.ofNullable(underway.get(service)).map(rollouts::get);
  }

  /** The rollouts of a set, in its order. */
  public List<RolloutState> membersOf(VersionSet set) {
    return set.rollouts().stream().map(rollouts::get).filter(Objects::nonNull).toList();
  }

  /** Every rollout that has not ended, in the order of their services' first. */
  public List<RolloutState> moving() {
    return underway.values().stream().map(rollouts::get).toList();
  }
}
