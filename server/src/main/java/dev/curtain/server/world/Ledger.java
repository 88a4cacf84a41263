package dev.curtain.server.world;

import dev.curtain.rollout.Effect;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Transition;
import dev.curtain.rollout.Unison;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.log.EventLog.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The one current world and the log it is the fold of. Entries are on disk before the world shows
 * them; one change happens at a time.
 */
public final class Ledger {
  /**
   * Entries that are read in a fraction of a second; below that a snapshot is not worth its space.
   */
  static final long SNAPSHOT_EVERY = 10_000;

  private final EventLog log;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong seq = new AtomicLong();
  private volatile World world;
  private long kept;

  private Ledger(EventLog log, World world, long seq, long kept) {
    this.log = log;
    this.world = world;
    this.seq.set(seq);
    this.kept = kept;
  }

  /**
   * Folds what the log has, from its snapshot on; a world that took many entries is kept as the
   * next one.
   */
  public static Ledger over(EventLog log) {
    WorldSnapshot.Known known = WorldSnapshot.read(log);
    World[] world = {known.world()};
    long[] last = {known.seq()};
    log.replay(
        known.seq(),
        (seq, entry) -> {
          world[0] = world[0].after(entry);
          last[0] = seq;
        });
    Ledger ledger = new Ledger(log, world[0], last[0], known.seq());
    ledger.keep();
    return ledger;
  }

  /**
   * Keeps the world as a snapshot if many entries have come since the last. Not while a rollout is
   * under way: a rollback waits for nothing.
   */
  public synchronized void keep() {
    if (seq.get() - kept >= SNAPSHOT_EVERY && world.underway().isEmpty()) {
      WorldSnapshot.keep(log, world, seq.get());
      kept = seq.get();
    }
  }

  public World world() {
    return world;
  }

  /** Number of the latest entry. */
  public long seq() {
    return seq.get();
  }

  public EventLog log() {
    return log;
  }

  /** Writes what {@code decide} makes of the world as it is; nothing changes in between. */
  public synchronized List<Entry> decide(Function<World, List<Entry>> decide) {
    List<Entry> entries = decide.apply(world);
    if (!entries.isEmpty()) {
      log.append(entries, durability(entries));
      for (Entry entry : entries) {
        world = world.after(entry);
        tell(entry);
      }
    }
    return entries;
  }

  public void append(Entry... entries) {
    decide(_ -> List.of(entries));
  }

  /**
   * What a rollout wants done.
   *
   * @param effects to be carried out now; they are on record
   */
  public record Asked(String rollout, List<Effect> effects) {
    public Asked {
      effects = List.copyOf(effects);
    }
  }

  /**
   * Lets something happen to a rollout, and in the same moment whatever follows from it for the
   * others of its set: what they change of the routes is in one table.
   */
  public synchronized List<Asked> move(String rollout, RolloutEvent event) {
    if (event instanceof RolloutEvent.Tick && changesNothing(rollout, event)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    List<Asked> asked = new ArrayList<>();
    World next = world;
    Map<String, RolloutEvent> due = Map.of(rollout, event);
    while (!due.isEmpty()) {
      for (Map.Entry<String, RolloutEvent> each : due.entrySet()) {
        RolloutState before = next.rollouts().get(each.getKey());
        if (before != null) {
          Transition transition = RolloutMachine.apply(before, each.getValue());
          entries.add(
              new Entry.Moved(
                  each.getKey(),
                  RolloutMachine.recorded(each.getValue(), transition.state()),
                  transition.notes()));
          asked.add(new Asked(each.getKey(), transition.effects()));
          next = next.withRollout(before, transition.state());
        }
      }
      due = follows(next, rollout, event);
    }
    if (entries.isEmpty()) {
      return List.of();
    }
    boolean decided = asked.stream().anyMatch(each -> !each.effects().isEmpty());
    log.append(entries, decided ? Durability.POWER : Durability.PROCESS);
    world = next;
    entries.forEach(this::tell);
    return asked;
  }

  private boolean changesNothing(String rollout, RolloutEvent event) {
    RolloutState before = world.rollouts().get(rollout);
    return before == null || RolloutMachine.apply(before, event).state().equals(before);
  }

  private static Map<String, RolloutEvent> follows(
      World world, String rollout, RolloutEvent event) {
    return Optional.ofNullable(world.rollouts().get(rollout))
        .flatMap(state -> state.spec().set())
        .map(set -> Unison.follows(event.at(), world.membersOf(set)))
        .orElse(Map.of());
  }

  /**
   * From now on {@code listener} is told of every entry, in order, by the thread that wrote it: it
   * must be quick.
   */
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  public void unlisten(Listener listener) {
    listeners.remove(listener);
  }

  private static Durability durability(List<Entry> entries) {
    return entries.stream()
            .allMatch(entry ->
                entry instanceof Entry.ReplicaIs
                    || entry instanceof Entry.FlagJudged
                    || entry instanceof Entry.Acted
                    || entry instanceof Entry.Counted)
        ? Durability.PROCESS
        : Durability.POWER;
  }

  private void tell(Entry entry) {
    long number = seq.incrementAndGet();
    for (Listener listener : listeners) {
      listener.written(number, entry, world);
    }
  }

  /** Told of entries. */
  public interface Listener {
    /**
     * {@code entry} is on disk and {@code after} is the world with it, and with whatever was
     * written in the same moment.
     */
    void written(long seq, Entry entry, World after);
  }
}
