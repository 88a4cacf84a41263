package dev.curtain.migration.run;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a database is and who connects. The password is of the environment alone, so that no list
 * of processes and no history of a shell has it; it is in no message of this class.
 */
public final class DatabaseAddress {
  /** The environment's variable for the URL. */
  public static final String VARIABLE = "CURTAIN_DATABASE_URL";

  private final String url;
  private final Properties properties = new Properties();

  private DatabaseAddress(String url, String user, String password) {
    this.url = url;
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", "curtain migrate");
    properties.setProperty("connectTimeout", "10");
  }

  /**
   * What was asked for, else what the environment says; empty where neither says anything.
   *
   * @param url empty: {@value #VARIABLE}
   * @param user empty: {@code PGUSER}
   * @throws IllegalArgumentException if the URL is not one of PostgreSQL
   */
  public static Optional<DatabaseAddress> of(
      String url, String user, Map<String, String> environment) {
    String said = url.isEmpty() ? environment.getOrDefault(VARIABLE, "") : url;
    if (said.isEmpty()) {
      return Optional.empty();
    }
    String address = said.replaceFirst("^postgres(ql)?://", "jdbc:postgresql://");
    if (!address.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the database's URL does not begin with jdbc:postgresql: (expected:"
              + " jdbc:postgresql://HOST:PORT/NAME)");
    }
    return Optional.of(
        new DatabaseAddress(
            address,
            user.isEmpty() ? environment.getOrDefault("PGUSER", "") : user,
            environment.getOrDefault("PGPASSWORD", "")));
  }

  /**
   * The same for somebody who only looks, and never waits long.
   *
   * @param application as the database lists its sessions
   * @param within that an answer has to come in
   */
  public DatabaseAddress looking(String application, Duration within) {
    DatabaseAddress other =
        new DatabaseAddress(
            url, properties.getProperty("user", ""), properties.getProperty("password", ""));
    String seconds = String.valueOf(Math.max(1, within.toSeconds()));
    other.properties.setProperty("ApplicationName", application);
    other.properties.setProperty("connectTimeout", seconds);
    other.properties.setProperty("socketTimeout", seconds);
    other.properties.setProperty("readOnly", "true");
    return other;
  }

  /** {@code db.internal:5432/orders}: without who, and without what else the URL carries. */
  public String place() {
    return url.replaceFirst("^jdbc:postgresql:(//)?", "")
        .replaceFirst("[?].*", "")
        .replaceFirst("^[^/]*@", "");
  }

  /** Whether it is the same database, whoever connects. */
  public boolean isSame(DatabaseAddress other) {
    return place().equals(other.place());
  }

  /** A connection of the caller's own. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, properties);
  }

  /** What went wrong, without what a URL may carry. */
  public static String withoutSecrets(SQLException error) {
    String message = String.valueOf(error.getMessage());
    return "the database: " + message.replaceAll("(?i)(password=)[^&\\s]*", "$1***");
  }
}
