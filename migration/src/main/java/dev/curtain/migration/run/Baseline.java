package dev.curtain.migration.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What Flyway or Liquibase did before; taken over once, so that the history is in one place. */
final class Baseline {
  private Baseline() {}

  static void adopt(Connection connection) throws SQLException {
    if (there(connection, "flyway_schema_history")) {
      Jdbc.update(
          connection,
          "INSERT INTO curtain.baseline SELECT 'flyway', coalesce(version, 'R ' || description),"
              + " description FROM flyway_schema_history WHERE success ON CONFLICT DO NOTHING");
    }
    if (there(connection, "databasechangelog")) {
      Jdbc.update(
          connection,
          "INSERT INTO curtain.baseline SELECT 'liquibase', id || ' ' || author, description FROM"
              + " databasechangelog ON CONFLICT DO NOTHING");
    }
  }

  private static boolean there(Connection connection, String table) throws SQLException {
    Optional<Boolean> there =
        Jdbc.first(
            connection, row -> row.getBoolean(1), "SELECT to_regclass(?) IS NOT NULL", table);
    return there.orElse(false);
  }
}
