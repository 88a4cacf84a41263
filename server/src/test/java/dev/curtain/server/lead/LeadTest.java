package dev.curtain.server.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.server.log.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeadTest {
  /** Often renewed, and long enough that nobody loses it because the machine is busy. */
  private static final Lead.Timing QUICK =
      new Lead.Timing(Duration.ofSeconds(30), Duration.ofMillis(100));

  private static EmbeddedPostgres postgres;
  private static int databases;
  private Database database;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void create() throws SQLException {
    String name = "lead" + ++databases;
    run("postgres", "CREATE DATABASE " + name);
    database = new Database(postgres.getJdbcUrl("postgres", name));
  }

  @Test
  void the_first_one_leads_and_the_next_one_waits_until_it_gives_up() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Lead first = Lead.await(database, "first", QUICK, _ -> {}, _ -> {});
      var second =
          threads.submit(() -> Lead.await(database, "second", QUICK, told::complete, _ -> {}));
      assertThat(told.get(60, TimeUnit.SECONDS)).isEqualTo("first");
      assertThat(second.isDone()).isFalse();
      first.close();
      try (Lead next = second.get(60, TimeUnit.SECONDS)) {
        assertThat(next.term()).isEqualTo(first.term() + 1);
      }
    }
  }

  @Test
  void one_whose_lease_was_taken_is_told_by_whom() throws Exception {
    CompletableFuture<String> lost = new CompletableFuture<>();
    try (Lead _ = Lead.await(database, "first", QUICK, _ -> {}, lost::complete)) {
      run(database, "UPDATE lease SET holder = 'usurper', term = term + 1");
      assertThat(lost.get(60, TimeUnit.SECONDS)).isEqualTo("another controller leads: usurper");
    }
  }

  @Test
  void one_that_cannot_renew_is_told_before_its_lease_ends() throws Exception {
    Lead.Timing roomy = new Lead.Timing(Duration.ofSeconds(5), Duration.ofSeconds(2));
    record Told(String why, Instant at) {}
    CompletableFuture<Told> lost = new CompletableFuture<>();
    try (Lead _ =
        Lead.await(
            database,
            "first",
            roomy,
            _ -> {},
            why -> lost.complete(new Told(why, Instant.now())))) {
      run(database, "ALTER TABLE lease RENAME TO elsewhere");
      Told told = lost.get(60, TimeUnit.SECONDS);
      assertThat(told.why()).startsWith("the lead could not be renewed in time");
      // The database is on this machine, and its clock this machine's.
      assertThat(told.at()).as("the lease still runs when it is told").isBefore(until());
      run(database, "ALTER TABLE elsewhere RENAME TO lease");
    }
  }

  @Test
  void a_dead_holder_is_succeeded_when_its_lease_ends() throws Exception {
    new Leases(database).create();
    assertThat(new Leases(database).take("dead", Duration.ofMillis(300))).hasValue(1);
    try (Lead next = Lead.await(database, "next", QUICK, _ -> {}, _ -> {})) {
      assertThat(next.term()).isEqualTo(2);
    }
  }

  @Test
  void a_lease_that_is_renewed_too_seldom_is_refused() {
    assertThatThrownBy(() -> new Lead.Timing(Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessageContaining("at most half");
  }

  private Instant until() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT until FROM elsewhere")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static void run(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void run(String name, String sql) throws SQLException {
    run(new Database(postgres.getJdbcUrl("postgres", name)), sql);
  }
}
