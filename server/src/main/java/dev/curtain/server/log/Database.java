package dev.curtain.server.log;

import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Where a PostgreSQL database is.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/NAME?user=…}; may hold a password, so it is never
 *     shown
 */
public record Database(String url) {
  private static final String PREFIX = "jdbc:postgresql:";

  /**
   * @throws IllegalArgumentException if it is not the address of a PostgreSQL database
   */
  public Database {
    if (!url.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "log \""
              + withoutSecrets(url)
              + "\" (expected: jdbc:postgresql://HOST:PORT/DATABASE?user=NAME, the password in"
              + " PGPASSWORD or ~/.pgpass)");
    }
  }

  /** A new connection; the password may also come from where libpq looks for it. */
  public Connection connect() throws SQLException {
    String password = System.getenv("PGPASSWORD");
    if (password == null || url.contains("password=")) {
      return DriverManager.getConnection(url);
    }
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty("password", password);
    return DriverManager.getConnection(url, properties);
  }

  /** Host and name, without user and password. */
  @Override
  public String toString() {
    return withoutSecrets(url);
  }

  private static String withoutSecrets(String url) {
    int query = url.indexOf('?');
    String address = query < 0 ? url : url.substring(0, query);
    try {
      URI uri = new URI(address.replaceFirst("^jdbc:", ""));
      if (uri.getRawUserInfo() != null) {
        return address.replace(uri.getRawUserInfo() + "@", "");
      }
    } catch (URISyntaxException e) {
      return "(unreadable)";
    }
    return address;
  }
}
