package dev.curtain.migration.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says when a backfill has to hold: before each batch, why not now. */
@FunctionalInterface
public interface Throttle {
  /** Why to hold; empty to go on. */
  Optional<String> hold(Connection connection) throws SQLException;

  Throttle NONE = _ -> Optional.empty();

  /** The first of several that says so. */
  static Throttle all(List<Throttle> throttles) {
    return connection -> {
      for (Throttle each : throttles) {
        Optional<String> reason = each.hold(connection);
        if (reason.isPresent()) {
          return reason;
        }
      }
      return Optional.empty();
    };
  }

  /** A replica's replay is further behind than {@code most}. */
  static Throttle replicaLag(Duration most) {
    return connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT application_name, round(extract(epoch FROM replay_lag) * 1000) FROM"
                  + " pg_stat_replication WHERE replay_lag > ? * interval '1 millisecond'")) {
        statement.setLong(1, most.toMillis());
        try (ResultSet rows = statement.executeQuery()) {
          return rows.next()
              ? Optional.of(
                  "replica " + rows.getString(1) + " is " + rows.getLong(2) + " ms behind")
              : Optional.empty();
        }
      }
    };
  }
}
