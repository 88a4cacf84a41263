package dev.curtain.server.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLogTest extends EventLogContract {
  @TempDir private Path home;

  @Override
  EventLog open() {
    return EventLog.open(home.resolve("events.db"), EventLog.Durability.POWER);
  }

  @Test
  void a_second_controller_is_refused_and_told_what_to_do() {
    try (EventLog _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(LogFailure.class)
          .hasMessageContaining("Another curtain may be using this home");
    }
  }
}
