package dev.curtain.server.engine;

import dev.curtain.migration.run.DatabaseAddress;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Standing;
import dev.curtain.migration.run.State;
import dev.curtain.migration.run.Watcher;
import dev.curtain.rollout.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the ledger in a database says of migrations. Done is what needs no more for either version
 * to work; one that was taken back is not. A database that does not answer is "not known".
 */
final class DatabaseMigrations implements Migrations {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final DatabaseAddress address;
  private final LongSupplier nanos;
  private Map<String, Boolean> known = Map.of();
  private boolean asked;
  private long at;

  DatabaseMigrations(DatabaseAddress address, LongSupplier nanos) {
    this.address = address;
    this.nanos = nanos;
  }

  /** By {@code CURTAIN_DATABASE_URL}; nothing is known where it is not set. */
  static Migrations of(Map<String, String> environment) {
    return DatabaseAddress.of("", "", environment)
        .<Migrations>map(address -> new DatabaseMigrations(address, System::nanoTime))
        .orElse(Migrations.NONE);
  }

  @Override
  public synchronized Optional<Boolean> done(String name) {
    long now = nanos.getAsLong();
    if (!asked || now - at > FRESH.toNanos()) {
      known = ask();
      asked = true;
      at = now;
    }
    return Optional.ofNullable(known.get(name));
  }

  private Map<String, Boolean> ask() {
    try (Connection connection = address.connect()) {
      List<Standing> all = new Runner(connection, Runner.Manner.STANDARD, Watcher.NOBODY).status();
      Map<String, Boolean> answers = new HashMap<>();
      for (Standing each : all) {
        boolean works = each.state() != State.RUNNING && each.state() != State.ROLLED_BACK;
        answers.put(each.name(), works);
      }
      return answers;
    } catch (SQLException unreachable) {
      return Map.of();
    }
  }
}
