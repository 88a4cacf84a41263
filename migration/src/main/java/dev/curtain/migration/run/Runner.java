package dev.curtain.migration.run;

import dev.curtain.migration.gate.VersionInUse;
import dev.curtain.migration.plan.InvalidMigration;
import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.plan.MigrationReader;
import dev.curtain.migration.plan.Phase;
import dev.curtain.migration.plan.Plan;
import dev.curtain.migration.plan.Planner;
import dev.curtain.migration.plan.Step;
import dev.curtain.migration.plan.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Carries a migration out. It may be killed at any time: what was done is in the ledger, in the
 * transaction that did it, and {@link #start} goes on with the rest.
 */
public final class Runner {
  /** A session that was closed has its lock a little longer. */
  private static final Duration LEAVING = Duration.ofSeconds(2);

  /** Who is told to stop is between two batches soon, or at the end of a step. */
  private static final Duration GIVING_WAY = Duration.ofSeconds(30);

  private final Connection connection;
  private final Ledger ledger;
  private final Journal watcher;
  private final Steps steps;
  private final By by;

  /**
   * How it goes about it.
   *
   * @param ladder for locks
   * @param pace of the passes over rows
   * @param throttle asked before each batch
   */
  public record Manner(Ladder ladder, Pace pace, Throttle throttle) {
    public static final Manner STANDARD = new Manner(Ladder.STANDARD, Pace.STANDARD, Throttle.NONE);
  }

  /** On nobody's behalf. */
  public Runner(Connection connection, Manner manner, Watcher watcher) {
    this(connection, manner, watcher, By.NOBODY);
  }

  /**
   * {@code connection} is the runner's own until the caller closes it.
   *
   * @param by who asks for what it does
   */
  public Runner(Connection connection, Manner manner, Watcher watcher, By by) {
    this.by = by;
    this.connection = connection;
    this.ledger = new Ledger(connection);
    this.watcher = new Journal(ledger, watcher);
    this.steps = new Steps(connection, ledger, manner, this.watcher);
  }

  /** How many transactions of its own it has rolled back to make them again; for any thread. */
  public long retries() {
    return steps.retries();
  }

  /** The steps of a migration on this database; changes nothing. */
  public Plan plan(Migration migration) throws SQLException {
    return Planner.plan(migration, shapes());
  }

  private Function<String, Optional<TableShape>> shapes() {
    return name -> {
      try {
        return Shapes.of(connection, name);
      } catch (SQLException e) {
        throw new Stopped("the catalog could not be read: " + e.getMessage());
      }
    };
  }

  /**
   * Begins a migration or goes on with it, until both shapes work and agree.
   *
   * @throws Stopped if another runner is at work, a lock was not to be had, or rows disagree
   */
  public State start(Migration migration) throws SQLException {
    wantRun(migration.name());
    return goOn(migration);
  }

  /**
   * From now on it is to run; nothing where it has not begun, or where somebody waits for its
   * runner to leave it.
   */
  public void wantRun(String name) throws SQLException {
    Optional<String> wanted = wanted(name);
    if (wanted.isEmpty()) {
      return;
    }
    boolean free = ledger.hold();
    if (free || !wanted.get().equals("stop")) {
      ledger.want(name, "run");
    }
    if (free) {
      ledger.release();
    }
  }

  /** What is wanted of it now: run, pause or stop; empty where it has not begun. */
  public Optional<String> wanted(String name) throws SQLException {
    return ledger.find(name).map(Ledger.Entry::wanted);
  }

  /**
   * The same as {@link #start}, unless somebody wanted it otherwise since {@link #wantRun}.
   *
   * @throws Stopped then, too
   */
  public State goOn(Migration migration) throws SQLException {
    claim(LEAVING);
    ledger.create();
    Optional<Ledger.Entry> entry = ledger.find(migration.name());
    if (entry.isPresent() && !entry.get().wanted().equals("run")) {
      throw Stopped.asWanted(migration.name(), entry.get().wanted());
    }
    Baseline.adopt(connection);
    if (entry.isPresent() && entry.get().state() == State.ROLLED_BACK) {
      ledger.forget(migration.name());
      entry = Optional.empty();
    }
    if (entry.isPresent() && !entry.get().document().equals(migration.document())) {
      throw new Stopped(
          migration.name()
              + " began as something else; finish or roll back that one, or give this another"
              + " name");
    }
    if (entry.isPresent() && entry.get().state() != State.RUNNING) {
      return entry.get().state();
    }
    Plan plan = plan(migration);
    watcher.about(migration.name());
    if (entry.isEmpty()) {
      ledger.begin(migration.name(), migration.document());
    }
    ledger.event(migration.name(), entry.isEmpty() ? "asked to begin" : "asked to go on", by);
    Set<String> done = ledger.done(migration.name());
    for (Step step : plan.steps()) {
      if (step.phase() != Phase.CONTRACT && !done.contains(step.id())) {
        steps.hold(migration.name(), step);
        watcher.says(step.phase().word() + ": " + step.says());
        steps.apply(migration.name(), step, touched(plan));
      }
    }
    ledger.state(migration.name(), plan.contracts() ? State.READY : State.CONTRACTED);
    watcher.says(plan.contracts() ? "ready: both shapes work" : "done: nothing is to be removed");
    return plan.contracts() ? State.READY : State.CONTRACTED;
  }

  /** Goes on with a migration that the database knows. */
  public State resume(String name) throws SQLException {
    return start(MigrationReader.read(name, entry(name).document()));
  }

  static List<String> touched(Plan plan) {
    return plan.steps().stream()
        .flatMap(step ->
            switch (step) {
              case Step.Together it -> it.relations().stream();
              case Step.Fill it -> Stream.of(it.filling().table());
              default -> Stream.<String>empty();
            })
        .distinct()
        .toList();
  }

  /** Becomes the only runner; who is told to stop gets the time to do so. */
  private void claim(Duration patience) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    boolean held = ledger.hold();
    while (!held && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      held = ledger.hold();
    }
    if (!held) {
      throw new Stopped(
          "another runner is at work on this database: "
              + ledger.holder().orElse("it has just ended; try again"));
    }
  }

  private Ledger.Entry entry(String name) throws SQLException {
    return ledger
        .find(name)
        .orElseThrow(() -> new Stopped("this database knows no migration " + name));
  }

  /** A migration as it began. */
  public Migration recorded(String name) throws SQLException {
    return MigrationReader.read(name, entry(name).document());
  }

  /** Keeps a sentence with what happened to a migration; nothing where it never began. */
  public void note(String name, String what) throws SQLException {
    if (ledger.find(name).isPresent()) {
      ledger.event(name, what);
    }
  }

  Plan recorded(Ledger.Entry entry) throws SQLException {
    return plan(MigrationReader.read(entry.name(), entry.document()));
  }

  /** Has a runner stop between two batches. */
  public void pause(String name) throws SQLException {
    Ledger.Entry entry = entry(name);
    ledger.event(entry.name(), "asked to pause", by);
    ledger.want(entry.name(), "pause");
  }

  /**
   * The same, by whoever watches over it.
   *
   * @param reason a sentence with its evidence; written down first
   */
  public void pause(String name, String reason) throws SQLException {
    ledger.event(name, reason);
    ledger.want(entry(name).name(), "pause");
  }

  /** Takes everything back; refused once the old shape is gone. */
  public void rollback(String name) throws SQLException {
    Ledger.Entry entry = entry(name);
    if (entry.state() == State.CONTRACTED) {
      throw new Stopped(
          name + " is contracted: the old shape is gone. What is left is another migration");
    }
    ledger.event(name, "asked to take it back", by);
    ledger.want(name, "stop");
    claim(GIVING_WAY);
    // Who had the ledger may have gone on meanwhile, and somebody may want it to.
    ledger.want(name, "stop");
    entry = entry(name);
    if (entry.state() == State.ROLLED_BACK) {
      return;
    }
    watcher.about(name);
    if (entry.state() == State.TRIAL) {
      restore(name);
    }
    Plan plan = recorded(entry);
    for (Step step : plan.steps().reversed()) {
      if (step.phase() != Phase.CONTRACT && ledger.isBegun(name, step.id())) {
        watcher.says("rollback: " + step.says());
        steps.undo(name, step);
      }
    }
    ledger.state(name, State.ROLLED_BACK);
    watcher.says("rolled back: the schema is as it was");
  }

  /** Gives back at once what the trial took away. */
  public void restore(String name) throws SQLException {
    List<String> undo = ledger.undo(name);
    Jdbc.transaction(
        connection,
        () -> {
          for (String statement : undo) {
            Jdbc.execute(connection, statement);
          }
          ledger.undo(name, List.of());
          ledger.state(name, State.READY);
        });
  }

  /** Compares every row again, and looks for changes by others. */
  public Verification verify(String name) throws SQLException {
    Ledger.Entry entry = entry(name);
    List<String> drift = Drift.found(connection, name);
    if (entry.state() == State.CONTRACTED || entry.state() == State.ROLLED_BACK) {
      return new Verification(OptionalLong.empty(), drift);
    }
    Plan plan;
    try {
      plan = recorded(entry);
    } catch (InvalidMigration noLonger) {
      if (drift.isEmpty()) {
        throw noLonger;
      }
      // What is left of the tables cannot be compared; the differences say why.
      return new Verification(OptionalLong.empty(), drift);
    }
    long wrong = 0;
    for (Step step : plan.of(Phase.VERIFY)) {
      if (step instanceof Step.Compare compare) {
        wrong += steps.compareAnew(name, compare);
      }
    }
    return new Verification(OptionalLong.of(wrong), drift);
  }

  /**
   * What a verification found.
   *
   * @param wrong rows of which the shapes say different things; empty where there is one shape
   *     only, or nothing to compare with
   * @param drift what somebody else changed about the tables, a sentence for each difference
   */
  public record Verification(OptionalLong wrong, List<String> drift) {
    public Verification {
      drift = List.copyOf(drift);
    }
  }

  /**
   * Goes one step towards the end of the old shape: begins the trial, or contracts when the gate is
   * open.
   *
   * @param inUse every version in use; empty where nobody could be asked
   */
  public Contraction contract(String name, Optional<List<VersionInUse>> inUse, Duration soak)
      throws SQLException {
    claim(LEAVING);
    Ledger.Entry entry = entry(name);
    if (entry.state() == State.CONTRACTED) {
      return new Contraction(State.CONTRACTED, List.of());
    }
    if (entry.state() != State.READY && entry.state() != State.TRIAL) {
      return new Contraction(entry.state(), List.of(name + " is " + entry.state().word()));
    }
    watcher.about(name);
    return new Contracting(connection, ledger, steps, watcher, this, by).step(entry, inUse, soak);
  }

  /** Where the contraction is, and why it is not further. */
  public record Contraction(State state, List<String> reasons) {
    public Contraction {
      reasons = List.copyOf(reasons);
    }
  }

  /** Lets others have the ledger while this one only looks on. */
  public void release() throws SQLException {
    ledger.release();
  }

  /** What another tool did here before, as far as it was taken over. */
  public List<Adopted> adopted() throws SQLException {
    return ledger.exists() ? Baseline.adopted(connection) : List.of();
  }

  /** Every migration that this database knows, oldest first. */
  public List<Standing> status() throws SQLException {
    return new Standings(connection, ledger, this).all();
  }
}
