package dev.curtain.server.engine;

import dev.curtain.router.Measures;
import dev.curtain.runtime.Runtime;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * What is done to one replica: start it and verify it, drain it and stop it. Each may be done again
 * after a crash.
 */
final class Replicas {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration SLOWEST_POLL = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final Runtime runtime;
  private final Looks looks;
  private final Publisher publisher;
  private final InstantSource clock;

  Replicas(Ledger ledger, Runtime runtime, Looks looks, Publisher publisher, InstantSource clock) {
    this.ledger = ledger;
    this.runtime = runtime;
    this.looks = looks;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * @param ready it was verified ready
   * @param why what made it fall; empty where it is ready or not wanted any more
   */
  record Start(boolean ready, String why) {}

  /**
   * Starts a replica and stays with it until it is ready, has fallen, or is not wanted any more.
   */
  Start start(ReplicaState replica) throws InterruptedException {
    try {
      runtime.start(replica.spec());
    } catch (Runtime.StartFailure e) {
      String why = String.valueOf(e.getMessage());
      is(replica, ReplicaStatus.LOST, why);
      return new Start(false, why);
    }
    Duration pause = POLL;
    while (stillPlanned(replica)) {
      switch (runtime.condition(replica.spec())) {
        case READY -> {
          is(replica, ReplicaStatus.READY, "");
          publisher.publish();
          return new Start(true, "");
        }
        case GONE -> {
          String why = "it ended before it was ready" + lastOutput(replica);
          is(replica, ReplicaStatus.LOST, why);
          return new Start(false, why);
        }
        case NOT_READY -> {
          Thread.sleep(pause);
          pause =
              pause.multipliedBy(2).compareTo(SLOWEST_POLL) < 0
                  ? pause.multipliedBy(2)
                  : SLOWEST_POLL;
        }
      }
    }
    return new Start(false, "");
  }

  private boolean stillPlanned(ReplicaState replica) {
    ReplicaState now = ledger.world().replicas().get(replica.spec().id());
    return now != null && now.status() == ReplicaStatus.PLANNED;
  }

  /**
   * Whoever was to go may have been stopped already, by a controller that ended before it wrote
   * that down: no table may have it, not even where nobody else is left. Returns when all were
   * looked at.
   */
  void lookAtWhoLeaves() {
    List<Thread> looks = new ArrayList<>();
    for (ReplicaState replica : ledger.world().replicas().values()) {
      if (replica.status() == ReplicaStatus.DRAINING) {
        looks.add(
            Thread.ofVirtual()
                .name("look at " + replica.spec().id())
                .start(() -> {
                  if (runtime.condition(replica.spec()) == Runtime.Condition.GONE) {
                    is(replica, ReplicaStatus.STOPPED, "");
                  }
                }));
      }
    }
    try {
      for (Thread look : looks) {
        look.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A ready replica was found gone: it is taken out of the table. Returns what is known of why. */
  String fell(ReplicaState replica) {
    String why = runtime.lastOutput(replica.spec().id()).strip();
    is(replica, ReplicaStatus.LOST, "it ended by itself" + lastOutput(replica));
    publisher.publish();
    return why;
  }

  /**
   * Out of the table first, then what is in flight, then the end. As long as nobody else can answer
   * it is in the table again, and stays.
   */
  void drain(ReplicaState replica, Duration within) throws InterruptedException {
    String id = replica.spec().id();
    boolean needed = false;
    while (!isLeft(replica, within)) {
      needed = true;
      Thread.sleep(SLOWEST_POLL);
    }
    runtime.stop(id, GRACE);
    is(replica, ReplicaStatus.STOPPED, "");
    if (needed || publisher.cameBack(id)) {
      publisher.publish();
    }
    publisher.left(id);
  }

  /** Waits until it has nothing more to do; false where it was given more meanwhile. */
  private boolean isLeft(ReplicaState replica, Duration within) throws InterruptedException {
    String id = replica.spec().id();
    publisher.leaves(id);
    try {
      publisher.publish().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the publisher only completes or is cancelled", e);
    }
    long begun = System.nanoTime();
    while (!publisher.cameBack(id)
        && System.nanoTime() - begun < within.toNanos()
        && inFlight(replica) > 0) {
      Thread.sleep(POLL);
    }
    return !publisher.cameBack(id) || runtime.condition(replica.spec()) == Runtime.Condition.GONE;
  }

  /**
   * Requests the router has not seen the end of; one when it does not answer, for then nothing is
   * known.
   */
  private long inFlight(ReplicaState replica) throws InterruptedException {
    try {
      Measures measures = looks.look();
      return measures.backends().getOrDefault(replica.spec().id(), 0L);
    } catch (IOException e) {
      return 1;
    }
  }

  private String lastOutput(ReplicaState replica) {
    String output = runtime.lastOutput(replica.spec().id()).strip();
    return output.isEmpty() ? "" : ": " + output;
  }

  private void is(ReplicaState replica, ReplicaStatus status, String why) {
    ledger.append(
        new Entry.ReplicaIs(
            clock.instant(), replica.spec().service(), replica.spec().id(), status, why));
  }
}
