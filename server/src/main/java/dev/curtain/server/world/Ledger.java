package dev.curtain.server.world;

import dev.curtain.rollout.Effect;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Transition;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.log.EventLog.Durability;
import java.util.List;
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
   * Lets something happen to a rollout.
   *
   * @return the effects that are to be carried out now; they are on record
   */
  public synchronized List<Effect> move(String rollout, RolloutEvent event) {
    RolloutState before = world.rollouts().get(rollout);
    if (before == null) {
      return List.of();
    }
    Transition transition = RolloutMachine.apply(before, event);
    if (event instanceof RolloutEvent.Tick && transition.state().equals(before)) {
      return List.of();
    }
    Entry.Moved entry = new Entry.Moved(rollout, event, transition.notes());
    log.append(
        List.of(entry), transition.effects().isEmpty() ? Durability.PROCESS : Durability.POWER);
    world = world.withRollout(before, transition.state());
    tell(entry);
    return transition.effects();
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
    return entries.stream().allMatch(Entry.ReplicaIs.class::isInstance)
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
    /** {@code entry} is on disk and {@code after} is the world with it. */
    void written(long seq, Entry entry, World after);
  }
}
