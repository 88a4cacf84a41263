package dev.curtain.server.world;

import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.log.Json;
import dev.curtain.server.log.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A world as it is written down, so that a controller that starts need not read the log from its
 * beginning. It is a shortcut and never the truth: one in a form that is not known is passed over.
 *
 * @param replicas those of a track in their order
 * @param ended rollouts that have ended; the others are folded from their own entries, since a
 *     judge is what it was shown
 * @param order ids of all rollouts, oldest first
 * @param moving ids of those under way
 */
record WorldSnapshot(
    Optional<Entry.Raised> raised,
    List<ServiceState> services,
    List<TrackSpec> tracks,
    Map<String, Integer> wanted,
    List<ReplicaState> replicas,
    List<RolloutState> ended,
    List<String> order,
    List<String> moving) {
  /** Goes up when the same entries come to another world than before. */
  private static final int FOLD = 2;

  /** Changes with every change of what a snapshot consists of. */
  static final String FORM = FOLD + "-" + Shape.of(WorldSnapshot.class);

  private static WorldSnapshot of(World world) {
    return new WorldSnapshot(
        world.raised(),
        List.copyOf(world.services().values()),
        List.copyOf(world.tracks().values()),
        new LinkedHashMap<>(world.wanted()),
        world.placed().keySet().stream()
            .flatMap(track -> world.replicasOf(track).stream())
            .toList(),
        world.rollouts().values().stream().filter(each -> each.phase().ended()).toList(),
        List.copyOf(world.rollouts().keySet()),
        List.copyOf(world.underway().values()));
  }

  /** Writes {@code world}, which is that after entry {@code seq}. */
  static void keep(EventLog log, World world, long seq) {
    log.keep(new EventLog.Snapshot(seq, FORM, new Json().write(of(world))));
  }

  /** A world and the number of the entry after which it was so. */
  record Known(World world, long seq) {}

  /** The latest world that was kept; the empty one at entry 0 where none was. */
  static Known read(EventLog log) {
    return log.snapshot(FORM)
        .map(kept ->
            new Known(
                new Json().read(kept.body(), WorldSnapshot.class).world(log, kept.seq()),
                kept.seq()))
        .orElse(new Known(World.EMPTY, 0));
  }

  private World world(EventLog log, long seq) {
    Map<String, RolloutState> states = new LinkedHashMap<>();
    ended.forEach(state -> states.put(state.spec().id(), state));
    List<RolloutState> past =
        order.stream()
            .map(
                id -> Optional.ofNullable(states.get(id)).orElseGet(() -> fold(log.about(id, seq))))
            .toList();
    return World.of(raised, services, tracks, wanted, replicas, past, moving);
  }

  private static RolloutState fold(List<Entry> entries) {
    Entry.Planned planned = (Entry.Planned) entries.getFirst();
    RolloutState state = RolloutState.planned(planned.spec());
    for (Entry entry : entries) {
      if (entry instanceof Entry.Moved moved) {
        state = RolloutMachine.apply(state, moved.event()).state();
      }
    }
    return state;
  }
}
