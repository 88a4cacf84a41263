package dev.curtain.server.engine;

import dev.curtain.model.Configuration;
import dev.curtain.model.Service;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime;
import dev.curtain.server.log.LogFailure;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Brings every track to the replicas that are wanted and keeps it there: plans, starts, verifies,
 * watches, replaces, drains and stops. What is wanted is in the world; this only closes the gap, so
 * a fleet that starts over goes on where the last one was.
 */
final class Fleet implements AutoCloseable {
  /** Starts of one track that may fall in a row before whoever waits for it is told. */
  private static final int FALLS_TO_GIVE_UP = 3;

  private final Ledger ledger;
  private final Runtime runtime;
  private final Replicas replicas;
  private final InstantSource clock;
  private final Options options;
  private final Map<String, Service> services;
  private final Supplier<Integer> ports;
  private final BiConsumer<ReplicaState, String> lost;
  private final Thread thread;

  /** Of deadlines and pauses: a clock that is set neither ends nor stretches them. */
  private final InstantSource steady;

  /** Whether everything that the log says is ready has been looked at since this began. */
  private volatile boolean looked;

  /** The entry at which every track was found to have what is wanted; the thread's own. */
  private long gaplessAt = -1;

  // Guarded by this.
  private final Set<String> busy = new HashSet<>();
  private final Map<String, Instant> probed = new HashMap<>();
  private final Map<String, String> lastWords = new HashMap<>();
  private final List<Wait> waits = new ArrayList<>();
  private final Backoff backoff = new Backoff();
  private boolean signalled;
  private boolean closed;

  /**
   * @param probeEvery how often a ready replica is looked at
   * @param drainWithin how long a replica may finish what it has
   * @param pass how often the fleet looks around when nothing calls it
   */
  record Options(Duration probeEvery, Duration drainWithin, Duration pass) {}

  private record Wait(Map<String, Integer> tracks, Instant until, CompletableFuture<Void> done) {}

  /** Tracks did not come to be as wanted; the message says which and why. */
  static final class NotReached extends Exception {
    private static final long serialVersionUID = 1L;

    NotReached(String message) {
      super(message);
    }
  }

  Fleet(
      Ledger ledger,
      Runtime runtime,
      Replicas replicas,
      InstantSource clock,
      Options options,
      Map<String, Service> services,
      Supplier<Integer> ports,
      BiConsumer<ReplicaState, String> lost) {
    this.ledger = ledger;
    this.runtime = runtime;
    this.replicas = replicas;
    this.clock = clock;
    this.options = options;
    this.services = services;
    this.ports = ports;
    this.lost = lost;
    this.steady = new Steady(clock.instant());
    this.thread = Thread.ofVirtual().name("fleet").unstarted(this::run);
  }

  void start() {
    thread.start();
    Thread.ofVirtual().name("first look").start(this::lookFirst);
  }

  /**
   * What the log says is ready is looked at before anything is taken away: while nobody was there
   * it may have fallen. New replicas do not wait for that.
   */
  private void lookFirst() {
    List<Thread> looks = new ArrayList<>();
    for (ReplicaState replica : ledger.world().replicas().values()) {
      String id = replica.spec().id();
      if (replica.status() == ReplicaStatus.READY) {
        synchronized (this) {
          if (!busy.add(id)) {
            continue;
          }
        }
        looks.add(Thread.ofVirtual().name("first look at " + id).start(() -> attendOnce(replica)));
      }
    }
    try {
      for (Thread look : looks) {
        look.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    looked = true;
    signal();
  }

  /**
   * Answered when the tracks have these numbers of ready replicas and no others; fails with {@link
   * NotReached}.
   */
  synchronized CompletableFuture<Void> reach(Map<String, Integer> tracks, Duration within) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    // What fell before was another attempt's bad luck.
    tracks.keySet().forEach(backoff::forgiven);
    waits.add(new Wait(tracks, steady.instant().plus(within), done));
    signal();
    return done;
  }

  synchronized void signal() {
    signalled = true;
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        synchronized (this) {
          if (!signalled && !closed) {
            wait(options.pass().toMillis());
          }
          if (closed) {
            return;
          }
          signalled = false;
        }
        try {
          pass();
        } catch (LogFailure e) {
          // Told by the sampler, which meets the same log; the gap is still there in the next pass.
          continue;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass() {
    Instant now = steady.instant();
    long seen = ledger.seq();
    boolean all = looked;
    // Otherwise there is no gap: with thousands of services at rest this is what a pass costs.
    if (seen != gaplessAt || isStartHeldBack() || !all) {
      gaplessAt = ledger.decide(world -> plan(world, now)).isEmpty() ? seen : -1;
    }
    World world = ledger.world();
    for (ReplicaState replica : world.replicas().values()) {
      if (!replica.status().gone()) {
        attend(replica, now);
      }
    }
    answer(world, now);
  }

  private synchronized boolean isStartHeldBack() {
    return backoff.waiting();
  }

  /** New replicas to start and surplus ones to drain. */
  private synchronized List<Entry> plan(World world, Instant now) {
    List<Entry> entries = new ArrayList<>();
    Instant at = clock.instant();
    Departures departures = new Departures(world);
    world
        .wanted()
        .forEach((track, want) -> {
          TrackSpec spec = world.tracks().get(track);
          if (spec == null) {
            return;
          }
          List<ReplicaState> alive =
              world.replicasOf(track).stream().filter(each -> each.status().alive()).toList();
          for (int i = alive.size(); i < want && backoff.mayStart(track, now); i++) {
            entries.add(new Entry.ReplicaPlanned(at, track, specOf(spec, at)));
          }
          for (int i = alive.size() - 1; i >= want && looked; i--) {
            ReplicaState surplus = alive.get(i);
            if (departures.mayLeave(surplus)) {
              entries.add(
                  new Entry.ReplicaIs(
                      at, spec.service(), surplus.spec().id(), ReplicaStatus.DRAINING, ""));
            }
          }
        });
    return entries;
  }

  private ReplicaSpec specOf(TrackSpec track, Instant now) {
    Service service = services.get(track.service());
    int port = ports.get();
    String id =
        (track.service()
                + "-"
                + track.version()
                + "-"
                + Long.toString(now.toEpochMilli(), 36)
                + "-"
                + port)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.-]", "-");
    if (service == null) {
      throw new IllegalStateException(track.service() + " is not in the model that was raised");
    }
    // Of its own release, however long ago that was and whatever the file says now.
    Configuration with =
        track
            .configuration()
            .orElseGet(() -> service.configurations().of(track.version(), track.node()));
    return new ReplicaSpec(
        id,
        track.service(),
        track.version(),
        track.node(),
        port,
        with.run(),
        with.ready(),
        with.env(),
        with.secrets());
  }

  private void attend(ReplicaState replica, Instant now) {
    String id = replica.spec().id();
    synchronized (this) {
      Instant last = probed.get(id);
      boolean due =
          switch (replica.status()) {
            case PLANNED -> true;
            // Whoever is to go may be the last that can answer: that is known after a look.
            case DRAINING -> looked;
            case READY -> last == null || !now.isBefore(last.plus(options.probeEvery()));
            case LOST, STOPPED -> false;
          };
      if (!due || !busy.add(id)) {
        return;
      }
      probed.put(id, now);
    }
    Thread.ofVirtual().name("replica " + id).start(() -> attendOnce(replica));
  }

  /** Whoever is busy with a replica is so alone. */
  private void attendOnce(ReplicaState replica) {
    try {
      attendTo(replica);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        busy.remove(replica.spec().id());
      }
      signalUnlessReady(replica);
    }
  }

  /** A probe that found a ready replica ready is no reason to look around again at once. */
  private void signalUnlessReady(ReplicaState before) {
    ReplicaState now = ledger.world().replicas().get(before.spec().id());
    if (now == null
        || now.status() != ReplicaStatus.READY
        || before.status() != ReplicaStatus.READY) {
      signal();
    }
  }

  private void attendTo(ReplicaState replica) throws InterruptedException {
    switch (replica.status()) {
      case PLANNED -> {
        Replicas.Start start = replicas.start(replica);
        synchronized (this) {
          if (start.ready()) {
            backoff.stood(replica.track());
          } else if (!start.why().isEmpty()) {
            backoff.fell(replica.track(), steady.instant());
            lastWords.put(replica.track(), start.why());
          }
        }
      }
      case DRAINING -> replicas.drain(replica, options.drainWithin());
      case READY -> {
        if (runtime.condition(replica.spec()) == Runtime.Condition.GONE) {
          String why = replicas.fell(replica);
          synchronized (this) {
            backoff.fell(replica.track(), steady.instant());
            lastWords.put(replica.track(), why);
          }
          lost.accept(replica, why);
        }
      }
      case LOST, STOPPED -> {}
    }
  }

  private void answer(World world, Instant now) {
    List<Wait> ended = new ArrayList<>();
    synchronized (this) {
      for (Wait wait : waits) {
        if (reached(world, wait.tracks())) {
          ended.add(wait);
          wait.done().complete(null);
        } else if (hopeless(world, wait.tracks())) {
          ended.add(wait);
          wait.done()
              .completeExceptionally(new NotReached(missing(world, wait.tracks(), "keep failing")));
        } else if (now.isAfter(wait.until())) {
          ended.add(wait);
          wait.done()
              .completeExceptionally(
                  new NotReached(missing(world, wait.tracks(), "were not ready in time")));
        }
      }
      waits.removeAll(ended);
    }
  }

  private static boolean reached(World world, Map<String, Integer> tracks) {
    return tracks.entrySet().stream()
        .allMatch(want -> {
          List<ReplicaState> there = world.replicasOf(want.getKey());
          return there.size() == want.getValue()
              && there.stream().allMatch(each -> each.status() == ReplicaStatus.READY);
        });
  }

  private boolean hopeless(World world, Map<String, Integer> tracks) {
    return tracks.entrySet().stream()
        .anyMatch(want ->
            backoff.falls(want.getKey()) >= FALLS_TO_GIVE_UP && world.ready(want.getKey()) == 0);
  }

  private String missing(World world, Map<String, Integer> tracks, String what) {
    List<String> parts = new ArrayList<>();
    tracks.forEach((track, want) -> {
      List<ReplicaState> there = world.replicasOf(track);
      int ready = world.ready(track);
      if (ready != want || there.size() != want) {
        String words = lastWords.getOrDefault(track, "");
        parts.add(
            (ready < want
                    ? (want - ready) + " of " + want + " replicas of " + track + " " + what
                    : (there.size() - want) + " replicas of " + track + " did not end in time")
                + (words.isEmpty() ? "" : " (" + words + ")"));
      }
    });
    return String.join("; ", parts);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waits.forEach(wait -> wait.done().cancel(false));
      waits.clear();
      notifyAll();
    }
  }
}
