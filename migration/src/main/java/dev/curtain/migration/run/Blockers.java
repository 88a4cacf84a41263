package dev.curtain.migration.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Who holds what on some relations, oldest transaction first. */
final class Blockers {
  private Blockers() {}

  /**
   * Sessions with any lock on one of {@code relations}, in a transaction older than {@code age}.
   */
  static List<String> of(Connection connection, List<String> relations, Duration age)
      throws SQLException {
    if (relations.isEmpty()) {
      return List.of();
    }
    return Jdbc.list(
        connection,
        row ->
            "session "
                + row.getInt(1)
                + " ("
                + row.getString(2)
                + ", "
                + row.getString(3)
                + ") with "
                + row.getString(4)
                + " for "
                + row.getLong(5)
                + " ms",
        "SELECT a.pid, coalesce(nullif(a.application_name, ''), a.usename, a.backend_type),"
            + " coalesce(a.state, a.backend_type), string_agg(DISTINCT l.mode, ', '),"
            + " round(extract(epoch FROM clock_timestamp() - min(a.xact_start)) * 1000)"
            + " FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.granted AND"
            + " l.pid <> pg_backend_pid() AND l.database = (SELECT oid FROM pg_database WHERE"
            + " datname = current_database()) AND"
            + " l.relation = ANY (SELECT to_regclass(name)::oid FROM unnest(?) name)"
            + " AND a.xact_start < clock_timestamp() - ? * interval '1 millisecond'"
            + " AND NOT (a.backend_type = 'autovacuum worker' AND a.query NOT LIKE '%wraparound%')"
            + " GROUP BY a.pid, a.application_name, a.usename, a.backend_type, a.state"
            + " ORDER BY min(a.xact_start)",
        relations,
        age.toMillis());
  }
}
