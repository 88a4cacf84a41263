package dev.curtain.cli;

import dev.curtain.migration.run.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The database a command is about. */
final class Target {
  @Option(
      names = "--url",
      paramLabel = "JDBC",
      description = "The database; else $CURTAIN_DATABASE_URL. Password: $PGPASSWORD.")
  private String url = "";

  @Option(names = "--user", paramLabel = "NAME", description = "Who connects; else $PGUSER.")
  private String user = "";

  boolean given(Settings settings) {
    return address(settings).isPresent();
  }

  /** As given; empty where it is not. */
  Optional<DatabaseAddress> address(Settings settings) {
    try {
      return DatabaseAddress.of(url, user, settings.environment());
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--url: " + e.getMessage());
    }
  }

  Connection connect(Settings settings) throws SQLException {
    return needed(settings).connect();
  }

  /** Where a database is; it is a mistake to give none. */
  DatabaseAddress needed(Settings settings) {
    return address(settings)
        .orElseThrow(() ->
            Failure.usage(
                "no database given (expected: --url jdbc:postgresql://HOST/NAME, or "
                    + DatabaseAddress.VARIABLE
                    + ")"));
  }
}
