package dev.curtain.server.metrics;

import dev.curtain.migration.run.DatabaseAddress;
import dev.curtain.model.Databases.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where databases are. The model says where that stands and never the address itself, which may
 * carry a password; no message does either.
 */
final class DatabasePlaces {
  private static final String FILE = "file:";
  private static final String ENV = "env:";

  private final Map<String, String> environment;

  DatabasePlaces(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** What to write into the model so that a database is watched. */
  static String hint(Database database) {
    String variable =
        database.path().replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(java.util.Locale.ROOT)
            + "_URL";
    return "nobody says where it can be asked: write statistics \"env:"
        + variable
        + "\" into "
        + database.path()
        + " and start curtain with "
        + variable
        + "=jdbc:postgresql://HOST:PORT/NAME";
  }

  /** The database whose migrations are known here. */
  Optional<DatabaseAddress> migrations() {
    try {
      return DatabaseAddress.of("", "", environment);
    } catch (IllegalArgumentException said) {
      // Whoever asks for migrations is told.
      return Optional.empty();
    }
  }

  /**
   * @param where {@code env:NAME} or {@code file:PATH}
   * @param directory where relative paths begin
   */
  DatabaseAddress address(String name, String where, Path directory) throws SourceFailure {
    String url = read(name + ": statistics \"" + where + "\"", where.strip(), directory);
    try {
      return DatabaseAddress.of(url, "", environment)
          .orElseThrow(() -> new SourceFailure(name + ": there is no address at " + where));
    } catch (IllegalArgumentException e) {
      throw new SourceFailure(name + ": at " + where + ", " + e.getMessage());
    }
  }

  private String read(String what, String where, Path directory) throws SourceFailure {
    if (where.startsWith(ENV)) {
      String variable = where.substring(ENV.length()).strip();
      String url = environment.getOrDefault(variable, "");
      if (url.isBlank()) {
        throw new SourceFailure(
            what
                + ": $"
                + variable
                + " is not set where curtain runs; start it with "
                + variable
                + "=jdbc:postgresql://HOST:PORT/NAME");
      }
      return url.strip();
    }
    if (where.startsWith(FILE)) {
      Path file = directory.resolve(where.substring(FILE.length()).strip());
      try {
        String url = Files.readString(file).strip();
        if (!url.isEmpty()) {
          return url;
        }
      } catch (IOException unreadable) {
        throw new SourceFailure(what + ": " + file + " cannot be read");
      }
      throw new SourceFailure(what + ": " + file + " is empty");
    }
    // Not repeated: it may be the address, with a password in it.
    throw new SourceFailure(
        what.replaceFirst(" \".*", "")
            + " is neither env:NAME nor file:PATH, which is what is expected");
  }
}
