package dev.curtain.simulation;

import dev.curtain.analysis.Judge;
import dev.curtain.rollout.Division;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything a controller knows: the fold over the log, kept up line by line. */
public final class Known {
  private final Map<String, RolloutState> rollouts = new LinkedHashMap<>();
  private final Map<String, TrackSpec> tracks = new LinkedHashMap<>();
  private final Map<String, Integer> wanted = new LinkedHashMap<>();
  private final Map<String, Replica> replicas = new LinkedHashMap<>();
  private List<TrackSpec> serving = List.of();
  private String version = "";
  private Division division = Division.of(Map.of());
  private Optional<Away> away = Optional.empty();
  private @Nullable RolloutState latest;

  /**
   * A replica as the log knows it.
   *
   * @param verified whether it ever was ready
   */
  public record Replica(String id, String track, Line.Status status, boolean verified) {
    private Replica is(Line.Status now) {
      return new Replica(id, track, now, verified || now == Line.Status.READY);
    }
  }

  Known copy() {
    Known copy = new Known();
    copy.rollouts.putAll(rollouts);
    copy.tracks.putAll(tracks);
    copy.wanted.putAll(wanted);
    copy.replicas.putAll(replicas);
    copy.serving = serving;
    copy.version = version;
    copy.division = division;
    copy.away = away;
    copy.latest = latest;
    return copy;
  }

  /** One more line; a move is worked out by {@code machine}. */
  void fold(Line line, Machine machine) {
    if (line instanceof Line.Moved moved) {
      RolloutState before = rollouts.get(moved.rollout());
      if (before != null) {
        moved(before, machine.apply(before, moved.event()).state());
      }
    } else {
      take(line);
    }
  }

  /** One more line that is not a move. */
  void take(Line line) {
    switch (line) {
      case Line.Began _ -> {}
      case Line.Declared declared -> {
        declared.tracks().forEach(track -> tracks.put(track.name(), track));
        serving = declared.tracks();
        version = declared.version();
        division = Division.of(Shares.weights(List.of(), declared.tracks(), 0));
      }
      case Line.Wanted want -> wanted.putAll(want.replicas());
      case Line.ReplicaPlanned planned ->
          replicas.put(
              planned.id(), new Replica(planned.id(), planned.track(), Line.Status.PLANNED, false));
      case Line.ReplicaIs is -> {
        Replica known = replicas.get(is.id());
        if (is.status().gone()) {
          replicas.remove(is.id());
        } else if (known != null) {
          replicas.put(is.id(), known.is(is.status()));
        }
      }
      case Line.FailedOver over ->
          away =
              over.away().stage() == Away.Stage.HERE ? Optional.empty() : Optional.of(over.away());
      case Line.Planned planned -> {
        planned.spec().candidate().forEach(track -> tracks.put(track.name(), track));
        planned.spec().baseline().forEach(track -> tracks.put(track.name(), track));
        latest = RolloutState.planned(planned.spec());
        rollouts.put(planned.spec().id(), latest);
      }
      case Line.Moved _ -> throw new IllegalArgumentException("a move is taken by moved()");
    }
  }

  /** A rollout went from one state to another; the serving tracks follow a promotion. */
  void moved(RolloutState before, RolloutState now) {
    rollouts.put(now.spec().id(), now);
    if (latest == null || latest.spec().id().equals(now.spec().id())) {
      latest = now;
    }
    if (now.phase() == Phase.PROMOTED && before.phase() != Phase.PROMOTED) {
      serving = now.spec().candidate();
      version = now.spec().to();
    }
    division = division(before, now).orElse(division);
  }

  /** The route that a move asked for, if it asked for one: it is wanted from there on. */
  public static Optional<Division> division(RolloutState before, RolloutState now) {
    for (Effect effect : now.pending().values()) {
      if (effect instanceof Effect.ApplyRoute route && !before.pending().containsKey(route.id())) {
        return Optional.of(route.division());
      }
    }
    return Optional.empty();
  }

  /** The rollout that was planned last, if there was one. */
  public @Nullable RolloutState latest() {
    return latest;
  }

  public @Nullable RolloutState rollout(String id) {
    return rollouts.get(id);
  }

  public Iterable<RolloutState> rollouts() {
    return rollouts.values();
  }

  /** The latest change that was promoted; null where there was none. */
  @Nullable RolloutSpec before() {
    RolloutSpec before = null;
    for (RolloutState rollout : rollouts.values()) {
      before = rollout.phase() == Phase.PROMOTED ? rollout.spec() : before;
    }
    return before;
  }

  /** The rollout that has not ended, if there is one. */
  public @Nullable RolloutState underway() {
    for (RolloutState rollout : rollouts.values()) {
      if (!rollout.phase().ended()) {
        return rollout;
      }
    }
    return null;
  }

  public List<TrackSpec> serving() {
    return serving;
  }

  /** The version that serves. */
  public String version() {
    return version;
  }

  /** The division that is to be in force. */
  public Division division() {
    return division;
  }

  /** Places whose traffic the others carry, or are about to. */
  public Optional<Away> away() {
    return away;
  }

  public @Nullable TrackSpec track(String name) {
    return tracks.get(name);
  }

  /** Replicas wanted of a track; 0 where nobody ever wanted any. */
  public int wanted(String track) {
    return wanted.getOrDefault(track, 0);
  }

  Map<String, Integer> wanted() {
    return wanted;
  }

  /** Replicas that have not ended, oldest first. */
  public Iterable<Replica> replicas() {
    return replicas.values();
  }

  public @Nullable Replica replica(String id) {
    return replicas.get(id);
  }

  /** A copy to walk over while replicas change. */
  List<Replica> replicasNow() {
    return new ArrayList<>(replicas.values());
  }

  /** Replicas of a track that are verified ready. */
  public int ready(String track) {
    int ready = 0;
    for (Replica replica : replicas.values()) {
      ready += replica.status() == Line.Status.READY && replica.track().equals(track) ? 1 : 0;
    }
    return ready;
  }

  /** Whether both know the same. Judges are compared by what they say. */
  boolean same(Known other) {
    boolean same =
        rollouts.keySet().equals(other.rollouts.keySet())
            && tracks.equals(other.tracks)
            && wanted.equals(other.wanted)
            && replicas.equals(other.replicas)
            && division.equals(other.division)
            && away.equals(other.away)
            && version.equals(other.version);
    for (RolloutState mine : rollouts.values()) {
      RolloutState theirs = other.rollouts.get(mine.spec().id());
      same = same && theirs != null && same(mine, theirs);
    }
    return same;
  }

  private static boolean same(RolloutState a, RolloutState b) {
    return a.phase() == b.phase()
        && a.step() == b.step()
        && a.held() == b.held()
        && a.stepDone() == b.stepDone()
        && a.since().equals(b.since())
        && a.share() == b.share()
        && a.pending().equals(b.pending())
        && a.boundMicros().equals(b.boundMicros())
        && a.baseline().equals(b.baseline())
        && a.verdict().equals(b.verdict())
        && a.judge().map(Judge::verdict).equals(b.judge().map(Judge::verdict))
        && a.conclusion().equals(b.conclusion())
        && a.reason().equals(b.reason())
        && a.milestones().equals(b.milestones())
        && a.crashes() == b.crashes()
        && a.doorway().equals(b.doorway())
        && a.outage().equals(b.outage())
        && a.trial().closed().equals(b.trial().closed());
  }
}
