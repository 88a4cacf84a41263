package dev.curtain.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.model.Databases;
import dev.curtain.model.Databases.Database;
import dev.curtain.model.ModelReader;
import dev.curtain.model.SystemModel;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.World;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real PostgreSQL says of itself while programs fail, deadlock and wait. */
@Timeout(180)
class DatabaseWatchTest {
  private static final Duration BEAT = Duration.ofMillis(50);
  private static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "API"
        Orders = database "Orders" { statistics "env:ORDERS_URL" }
        Stock = datastore "Stock"
        Old = database "Old" { statistics "file:old.url" }
      }
      Shop.API -> Shop.Orders "writes"
      Shop.API -> Shop.Stock "reads"
      """;

  @TempDir Path home;

  @Test
  void rolled_back_transactions_deadlocks_and_waits_are_counted_as_they_happen() throws Exception {
    try (EmbeddedPostgres postgres = postgres();
        DatabaseWatch watch = watch(Map.of("ORDERS_URL", url(postgres)))) {
      watch.start();
      DatabaseSeen begun = await(watch, seen -> seen.now().isPresent());
      assertThat(begun.place()).contains("localhost:" + postgres.getPort() + "/postgres");
      assertThat(begun.problem()).isEmpty();
      // A session that ends publishes its counts at once; one that idles takes its time.
      fail(postgres, 3);
      await(watch, seen -> sums(seen).rolledBack() >= 3);
      deadlock(postgres, watch);
      DatabaseSeen over = await(watch, seen -> sums(seen).deadlocks() == 1 && waiting(seen) == 0);
      assertThat(over.moments()).anyMatch(each -> each.waiting() == 1);
      assertThat(over.from().orElseThrow()).isBefore(over.until().orElseThrow());
    }
  }

  private static void fail(EmbeddedPostgres postgres, int times) throws SQLException {
    try (Connection failing = connect(postgres);
        Statement statement = failing.createStatement()) {
      statement.execute("CREATE TABLE orders (id int PRIMARY KEY)");
      statement.execute("INSERT INTO orders VALUES (1), (2)");
      for (int i = 0; i < times; i++) {
        assertThatThrownBy(() -> statement.execute("INSERT INTO orders VALUES (1)"))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  /** Two that hold what the other wants; the first of them is seen to wait before. */
  private static void deadlock(EmbeddedPostgres postgres, DatabaseWatch watch) throws Exception {
    try (Connection one = connect(postgres);
        Connection other = connect(postgres);
        Statement first = one.createStatement();
        Statement second = other.createStatement();
        ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      first.execute("UPDATE orders SET id = id WHERE id = 1");
      second.execute("UPDATE orders SET id = id WHERE id = 2");
      Future<?> waits = aside.submit(() -> first.execute("UPDATE orders SET id = id WHERE id = 2"));
      DatabaseSeen.Now now = await(watch, seen -> waiting(seen) == 1).now().orElseThrow();
      assertThat(now.longestWaitMillis()).isGreaterThanOrEqualTo(250);
      assertThat(now.blocker().orElse("")).startsWith("process ").contains("in a transaction");
      Future<?> closes =
          aside.submit(() -> second.execute("UPDATE orders SET id = id WHERE id = 1"));
      // One of the two is ended by the database; which one is its own choice.
      assertThat((failed(waits) ? 1 : 0) + (failed(closes) ? 1 : 0)).isEqualTo(1);
    }
  }

  private static boolean failed(Future<?> future) throws InterruptedException {
    try {
      future.get();
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      assertThat(e.getCause()).hasMessageContaining("deadlock detected");
      return true;
    }
  }

  @Test
  void a_session_that_is_lost_is_counted_and_a_database_that_is_gone_is_said() throws Exception {
    EmbeddedPostgres postgres = postgres();
    try (DatabaseWatch watch = watch(Map.of("ORDERS_URL", url(postgres)))) {
      watch.start();
      await(watch, seen -> seen.now().isPresent());
      try (Connection operator = connect(postgres);
          Statement statement = operator.createStatement()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                + " 'curtain watch'");
      }
      // By a session anew: the one before was ended.
      await(watch, seen -> seen.now().isPresent() && sums(seen).sessionsLost() >= 1);
      postgres.close();
      DatabaseSeen gone = await(watch, seen -> seen.problem().isPresent());
      assertThat(gone.problem().orElseThrow()).startsWith("the database: ");
      assertThat(gone.now()).as("nobody knows how it is").isEmpty();
      assertThat(gone.sums()).as("what was seen before").isPresent();
    } finally {
      postgres.close();
    }
  }

  @Test
  void where_nobody_says_where_it_is_the_page_says_what_to_write() throws Exception {
    Files.writeString(home.resolve("old.url"), "mysql://root:hunter2@db/old\n");
    try (DatabaseWatch watch = watch(Map.of())) {
      watch.start();
      assertThat(watch.seen(database("Shop.Stock")).hint().orElseThrow())
          .contains("write statistics \"env:SHOP_STOCK_URL\" into Shop.Stock");
      assertThat(await(watch, "Shop.Orders", seen -> seen.problem().isPresent()).problem())
          .hasValueSatisfying(
              why -> assertThat(why).contains("$ORDERS_URL is not set where curtain runs"));
      assertThat(await(watch, "Shop.Old", seen -> seen.problem().isPresent()).problem())
          .hasValueSatisfying(
              why -> assertThat(why).contains("jdbc:postgresql").doesNotContain("hunter2"));
      assertThat(watch.migrations()).as("there is none").isEmpty();
      assertThat(watch.counted("Shop.API")).as("the model names no counter").isEmpty();
    }
  }

  @Test
  void the_database_of_the_migrations_is_watched_once_whoever_names_it() throws Exception {
    try (EmbeddedPostgres postgres = postgres();
        DatabaseWatch alone = watch(Map.of("CURTAIN_DATABASE_URL", url(postgres)));
        DatabaseWatch named =
            watch(Map.of("CURTAIN_DATABASE_URL", url(postgres), "ORDERS_URL", url(postgres)))) {
      alone.start();
      named.start();
      for (long end = deadline(); alone.migrations().isEmpty(); ) {
        pause(end, "the migrations' database is not watched");
      }
      await(named, seen -> seen.now().isPresent());
      assertThat(named.migrations()).isEmpty();
    }
  }

  private DatabaseWatch watch(Map<String, String> environment) {
    World world =
        World.EMPTY.after(
            new Entry.Raised(Instant.EPOCH, home.resolve("shop.sruja").toString(), MODEL, "P"));
    return new DatabaseWatch(() -> world, environment, InstantSource.system(), BEAT);
  }

  private static Database database(String path) {
    SystemModel model = ModelReader.read(MODEL).model();
    return Databases.behind(model, "Shop.API").stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseGet(() ->
            Databases.all(model).stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow());
  }

  private static DatabaseSeen await(DatabaseWatch watch, Predicate<DatabaseSeen> until) {
    return await(watch, "Shop.Orders", until);
  }

  private static DatabaseSeen await(
      DatabaseWatch watch, String path, Predicate<DatabaseSeen> until) {
    Database database = database(path);
    for (long end = deadline(); ; ) {
      DatabaseSeen seen = watch.seen(database);
      if (until.test(seen)) {
        return seen;
      }
      pause(end, seen.toString());
    }
  }

  private static long deadline() {
    return System.nanoTime() + Duration.ofSeconds(120).toNanos();
  }

  /** A look happens on a thread of its own, and a database publishes its counts when it likes. */
  private static void pause(long end, String otherwise) {
    if (System.nanoTime() > end) {
      throw new AssertionError("not within 120 s; the last: " + otherwise);
    }
    LockSupport.parkNanos(5_000_000);
  }

  private static DatabaseSeen.Sums sums(DatabaseSeen seen) {
    return seen.sums().orElse(DatabaseSeen.Sums.NONE);
  }

  private static int waiting(DatabaseSeen seen) {
    return seen.now().map(DatabaseSeen.Now::waiting).orElse(-1);
  }

  private static EmbeddedPostgres postgres() throws Exception {
    return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
  }

  private static String url(EmbeddedPostgres postgres) {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }
}
