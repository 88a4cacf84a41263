package dev.curtain.runtime.process;

import dev.curtain.runtime.Runtime.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads secrets where the model says that they are, at the moment a replica starts. Messages name
 * the variable and the place, never the value.
 */
final class Secrets {
  private static final String FILE = "file:";
  private static final String ENV = "env:";

  private final Path directory;
  private final Map<String, String> environment;

  /**
   * @param directory where relative paths begin
   * @param environment of the controller
   */
  Secrets(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  /**
   * @param places by variable
   * @throws StartFailure naming the first that is not there
   */
  Map<String, String> read(String service, Map<String, String> places) throws StartFailure {
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, String> each : places.entrySet()) {
      String what = service + ": the secret " + each.getKey();
      values.put(each.getKey(), value(what, each.getValue()));
    }
    return values;
  }

  private String value(String what, String place) throws StartFailure {
    if (place.startsWith(FILE)) {
      Path file = directory.resolve(place.substring(FILE.length()).strip());
      try {
        // Editors end a file with a line break that is no part of what is in it.
        return Files.readString(file).replaceFirst("\\R\\z", "");
      } catch (IOException failure) {
        throw new StartFailure(
            what + " cannot be read from " + file + "; put it there, or say where it is", failure);
      }
    }
    if (place.startsWith(ENV)) {
      String name = place.substring(ENV.length()).strip();
      if (!environment.containsKey(name)) {
        throw new StartFailure(
            what + " is to come from $" + name + ", which is not set where curtain runs");
      }
      return environment.getOrDefault(name, "");
    }
    throw new StartFailure(
        what + " is said to be at '" + place + "' (expected: file:PATH or env:NAME)");
  }
}
