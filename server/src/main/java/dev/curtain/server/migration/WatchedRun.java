package dev.curtain.server.migration;

import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.run.By;
import dev.curtain.migration.run.DatabaseAddress;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.State;
import dev.curtain.migration.run.Stopped;
import dev.curtain.migration.run.Throttle;
import dev.curtain.migration.run.Watcher;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import dev.curtain.server.migration.MigrationJudge.Answer;
import dev.curtain.server.migration.MigrationJudge.Harm;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A migration that is started, or gone on with, under watch: slowed down so that users do not feel
 * it, held while they suffer, paused where it makes them wait, taken back where it makes them fail.
 * The judgement is in the ledger before anything follows from it.
 */
public final class WatchedRun {
  private static final Duration BLOCK = Duration.ofSeconds(1);

  /** The database's own counts come a second late, and then wait for the end of a block. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final Duration BEAT = Duration.ofMillis(200);

  private final DatabaseAddress address;
  private final Runner.Manner manner;
  private final Supplier<Optional<Measures>> router;
  private final Duration look;

  /** Written by the watching thread alone, once that has begun. */
  private volatile MigrationJudge judge = MigrationJudge.of(Counts.NONE);

  private volatile Ease ease = Ease.of(LatencyCounts.NONE);
  private volatile Optional<String> blind = Optional.empty();
  private volatile boolean held;
  private volatile boolean over;

  /**
   * @param router what it counts; empty where there is none
   * @param look for how long is counted before the migration begins, and at least after it
   */
  public WatchedRun(
      DatabaseAddress address,
      Runner.Manner manner,
      Supplier<Optional<Measures>> router,
      Duration look) {
    this.address = address;
    this.manner = manner;
    this.router = router;
    this.look = look;
  }

  /** Harm that has to be answered by whoever has the runner. */
  private static final class Harmful extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Harm harm;

    Harmful(Harm harm) {
      super(harm.sentence());
      this.harm = harm;
    }
  }

  /**
   * Until both shapes work.
   *
   * @throws Stopped if it was paused, or taken back, with the judgement in its message; or as
   *     {@link Runner#start} says
   */
  public State start(Migration migration, Watcher watcher, By by) throws SQLException {
    try (Connection connection = address.connect()) {
      new Runner(connection, manner, watcher, by).wantRun(migration.name());
    }
    return goOn(migration, watcher, by);
  }

  /**
   * The same, where it is on record already that it is to run: what somebody wanted otherwise since
   * then holds.
   */
  public State goOn(Migration migration, Watcher watcher, By by) throws SQLException {
    try (Connection connection = address.connect();
        Witness witness = new Witness(address, router)) {
      Runner.Manner watched =
          new Runner.Manner(
              manner.ladder(),
              manner.pace(),
              Throttle.all(List.of(_ -> asked(), manner.throttle())));
      Runner runner = new Runner(connection, watched, watcher, by);
      witness.leaveOut(runner::retries);
      Counts first = witness.read();
      rest(look);
      Counts begun = witness.read();
      judge = MigrationJudge.of(begun.minus(first));
      ease = Ease.of(begun.minus(first).latency());
      Thread watch = Thread.ofVirtual().name("watch").start(() -> watch(witness, begun));
      try {
        return start(runner, migration);
      } catch (Harmful harmful) {
        throw answer(runner, migration.name(), harmful.harm);
      } finally {
        over = true;
        LockSupport.unpark(watch);
        join(watch);
      }
    }
  }

  /** What is in place when it ends, well or not, is watched a little longer. */
  private State start(Runner runner, Migration migration) throws SQLException {
    try {
      State state = runner.goOn(migration);
      if (state == State.READY) {
        runner.release();
        lookOn(runner, migration.name());
      }
      return state;
    } catch (SQLException e) {
      rest(look.plus(LATE));
      answerFailures();
      throw e;
    } catch (Stopped e) {
      runner.release();
      lookOn(runner, migration.name());
      throw e;
    }
  }

  /** Who only looks on is in nobody's way, and leaves when somebody wants something else. */
  private void lookOn(Runner runner, String name) throws SQLException {
    Optional<String> wanted = runner.wanted(name);
    boolean takenBack = wanted.equals(Optional.of("stop"));
    long end = System.nanoTime() + look.plus(LATE).toNanos();
    while (!takenBack && System.nanoTime() < end && runner.wanted(name).equals(wanted)) {
      rest(BEAT);
      answerFailures();
    }
  }

  private void watch(Witness witness, Counts begun) {
    Counts before = begun;
    while (!over) {
      boolean worked = !held;
      rest(BLOCK);
      try {
        Counts now = witness.read();
        Counts block = now.minus(before);
        judge = judge.observe(block, worked && !held);
        ease = ease.observe(block.latency());
        before = now;
        blind = Optional.empty();
      } catch (SQLException | RuntimeException e) {
        // Nothing seen is not nothing wrong: the migration holds until there is sight again.
        blind = Optional.of("nothing is counted: " + said(e));
      }
    }
  }

  /** What the runner asks before each step and each batch. */
  private Optional<String> asked() {
    answerHarm();
    Optional<String> reason = blind.or(() -> judge.hold());
    held = reason.isPresent();
    if (reason.isEmpty()) {
      rest(ease.rest());
    }
    return reason;
  }

  private void answerHarm() {
    Optional<Harm> harm = judge.harm();
    if (harm.isPresent()) {
      throw new Harmful(harm.get());
    }
  }

  /** Once both shapes work there is nothing left to pause. */
  private void answerFailures() {
    Optional<Harm> harm = judge.harm();
    if (harm.isPresent() && harm.get().answer() == Answer.TAKE_BACK) {
      throw new Harmful(harm.get());
    }
  }

  private static Stopped answer(Runner runner, String name, Harm harm) throws SQLException {
    if (harm.answer() == Answer.PAUSE) {
      runner.pause(name, "paused by the judge: " + harm.sentence());
      return new Stopped(
          name
              + " was paused: "
              + harm.sentence()
              + ". Both versions work as it is; curtain migrate resume "
              + name
              + " goes on");
    }
    runner.pause(name, "taken back by the judge: " + harm.sentence());
    runner.rollback(name);
    return new Stopped(
        name + " was taken back: " + harm.sentence() + ". The schema is as it was before");
  }

  private static String said(Exception e) {
    return e instanceof SQLException error ? DatabaseAddress.withoutSecrets(error) : e.toString();
  }

  private static void rest(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
