package dev.curtain.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.server.log.EventLog.Durability;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLogTest extends EventLogContract {
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
    String name = "log" + ++databases;
    run("CREATE DATABASE " + name);
    database = new Database(postgres.getJdbcUrl("postgres", name));
  }

  @Override
  EventLog open() {
    return EventLog.open(database);
  }

  @Override
  EventLog second() {
    return open();
  }

  @Test
  void a_connection_that_is_cut_is_made_again_and_nothing_is_written_twice() throws SQLException {
    try (EventLog log = open()) {
      log.append(List.of(wanted("A", 1)), Durability.POWER);
      cut();
      log.append(List.of(wanted("A", 2)), Durability.POWER);
      cut();
      assertThat(log.about("A")).containsExactly(wanted("A", 1), wanted("A", 2));
    }
  }

  /** Returns once they have ended; so long it waits for each. */
  private void cut() throws SQLException {
    run(
        "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE pid <>"
            + " pg_backend_pid() AND datname LIKE 'log%'");
  }

  @Test
  void an_address_shows_no_password() {
    assertThat(new Database("jdbc:postgresql://db:5432/curtain?user=me&password=hush"))
        .hasToString("jdbc:postgresql://db:5432/curtain");
    assertThatThrownBy(() -> new Database("postgres://me:hush@db/curtain"))
        .hasMessageContaining("expected: jdbc:postgresql://HOST:PORT/DATABASE")
        .hasMessageNotContaining("hush");
  }

  @Test
  void a_database_that_is_not_there_is_named_with_what_to_check() {
    Database nowhere = new Database("jdbc:postgresql://127.0.0.1:1/curtain?password=hush");
    assertThatThrownBy(() -> EventLog.open(nowhere))
        .isInstanceOf(LogFailure.class)
        .hasMessageContaining(
            "jdbc:postgresql://127.0.0.1:1/curtain: the event log cannot be opened")
        .hasMessageNotContaining("hush");
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
