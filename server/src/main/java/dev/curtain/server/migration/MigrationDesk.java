package dev.curtain.server.migration;

import dev.curtain.migration.gate.VersionInUse;
import dev.curtain.migration.plan.InvalidMigration;
import dev.curtain.migration.plan.Migration;
import dev.curtain.migration.plan.MigrationReader;
import dev.curtain.migration.plan.Plan;
import dev.curtain.migration.run.Adopted;
import dev.curtain.migration.run.By;
import dev.curtain.migration.run.DatabaseAddress;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Standing;
import dev.curtain.migration.run.State;
import dev.curtain.migration.run.Stopped;
import dev.curtain.migration.run.Watcher;
import dev.curtain.router.Measures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The migrations of one database, for the API: what only looks is answered at once, what takes long
 * is begun on a thread of its own and seen in the ledger. Who stops the server stops what runs
 * between two transactions; it is resumed by a person.
 */
public final class MigrationDesk {
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final int LEAVING_BEATS = 30;

  private final Optional<DatabaseAddress> address;
  private final Supplier<Optional<Measures>> router;
  private Optional<String> atWork = Optional.empty();

  private MigrationDesk(Optional<DatabaseAddress> address, Supplier<Optional<Measures>> router) {
    this.address = address;
    this.router = router;
  }

  /** By {@code CURTAIN_DATABASE_URL}; where it is not set everything is refused. */
  public static MigrationDesk of(
      Map<String, String> environment, Supplier<Optional<Measures>> router) {
    return new MigrationDesk(DatabaseAddress.of("", "", environment), router);
  }

  /** It is not done, and nothing was changed. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean unknown;

    Refused(String message, boolean unknown) {
      super(message);
      this.unknown = unknown;
    }

    /** Whether what was named does not exist. */
    public boolean unknown() {
      return unknown;
    }
  }

  /** Something done with a runner of the desk's own. */
  private interface Work<T> {
    T with(Runner runner) throws SQLException, Refused;
  }

  private <T> T run(Work<T> work) throws Refused {
    return run(By.NOBODY, work);
  }

  private <T> T run(By by, Work<T> work) throws Refused {
    try (Connection connection = address().connect()) {
      return work.with(new Runner(connection, Runner.Manner.STANDARD, Watcher.NOBODY, by));
    } catch (InvalidMigration | Stopped e) {
      throw new Refused(String.valueOf(e.getMessage()), false);
    } catch (SQLException e) {
      throw new Refused(DatabaseAddress.withoutSecrets(e), false);
    }
  }

  private DatabaseAddress address() throws Refused {
    return address.orElseThrow(() ->
        new Refused(
            "this Curtain knows no database (expected: "
                + DatabaseAddress.VARIABLE
                + " when it is started)",
            false));
  }

  /** Whether there is a database to speak of. */
  public boolean hasDatabase() {
    return address.isPresent();
  }

  /** Every migration that the database knows, oldest first. */
  public List<Standing> all() throws Refused {
    return run(Runner::status);
  }

  /** What other tools did to the database before. */
  public List<Adopted> adopted() throws Refused {
    return run(Runner::adopted);
  }

  public Standing one(String name) throws Refused {
    return run(runner -> one(runner, name));
  }

  private static Standing one(Runner runner, String name) throws SQLException, Refused {
    return runner.status().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Refused(name + ": this database knows no such migration", true));
  }

  /** The steps of a migration; changes nothing. */
  public Plan plan(String document) throws Refused {
    return run(runner -> runner.plan(MigrationReader.read("migration", document)));
  }

  /** Begins a migration, after it was planned; returns how it stands as it begins. */
  public Standing start(String document, By by) throws Refused {
    Migration migration = plan(document).migration();
    claim(migration);
    boolean begun = false;
    try {
      // On record before this is answered: a rollback that is asked for next comes after it.
      run(runner -> {
        runner.wantRun(migration.name());
        return migration;
      });
      begin(migration, by);
      begun = true;
    } finally {
      if (!begun) {
        ended();
      }
    }
    Instant now = Instant.now();
    return new Standing(
        migration.name(), State.RUNNING, false, now, now, List.of(), List.of(), List.of());
  }

  /** Goes on with one that was paused or killed. */
  public Standing resume(String name, By by) throws Refused {
    one(name);
    // Whoever was at work on it, and looks on, leaves then.
    Migration migration =
        run(runner -> {
          runner.wantRun(name);
          return runner.recorded(name);
        });
    for (int i = 0; isAtWork(name) && i < LEAVING_BEATS; i++) {
      LockSupport.parkNanos(BEAT.toNanos());
    }
    claim(migration);
    begin(migration, by);
    return one(name);
  }

  private synchronized boolean isAtWork(String name) {
    return atWork.equals(Optional.of(name));
  }

  private synchronized void claim(Migration migration) throws Refused {
    if (atWork.isPresent()) {
      throw new Refused(atWork.get() + " is at work; one at a time", false);
    }
    atWork = Optional.of(migration.name());
  }

  private void begin(Migration migration, By by) {
    Thread.ofVirtual().name("migration").start(() -> work(migration, by));
  }

  private void work(Migration migration, By by) {
    Optional<String> why = Optional.empty();
    try {
      why = carryOut(migration, by);
    } finally {
      ended();
    }
    why.ifPresent(reason -> note(migration.name(), "stopped: " + reason));
  }

  /** Why it did not come to its end. */
  private Optional<String> carryOut(Migration migration, By by) {
    try {
      new WatchedRun(address(), Runner.Manner.STANDARD, router, LOOK)
          .goOn(migration, Watcher.NOBODY, by);
      return Optional.empty();
    } catch (Stopped | InvalidMigration e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      return Optional.of(DatabaseAddress.withoutSecrets(e));
    } catch (Refused e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void ended() {
    atWork = Optional.empty();
  }

  /** Where the ledger cannot be written either, whoever asks for it is told. */
  private void note(String name, String what) {
    try {
      run(runner -> {
        runner.note(name, what);
        return name;
      });
    } catch (Refused e) {
      System.getLogger(MigrationDesk.class.getName())
          .log(System.Logger.Level.WARNING, name + ": " + what + "; " + e.getMessage());
    }
  }

  public Standing pause(String name, By by) throws Refused {
    return run(
        by,
        runner -> {
          one(runner, name);
          runner.pause(name);
          return one(runner, name);
        });
  }

  public Standing rollback(String name, By by) throws Refused {
    return run(
        by,
        runner -> {
          one(runner, name);
          runner.rollback(name);
          return one(runner, name);
        });
  }

  public Runner.Verification verify(String name) throws Refused {
    return run(runner -> {
      one(runner, name);
      return runner.verify(name);
    });
  }

  /** One step towards the end of the old shape. */
  public Runner.Contraction contract(String name, List<VersionInUse> inUse, Duration soak, By by)
      throws Refused {
    return run(
        by,
        runner -> {
          one(runner, name);
          return runner.contract(name, Optional.of(inUse), soak);
        });
  }
}
