package dev.curtain.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command has. */
final class Settings {
  private final Screen screen;
  private final Map<String, String> environment;

  @Option(names = "--debug", description = "Show a stack trace with an error.")
  private boolean debug;

  Settings(Screen screen, Map<String, String> environment) {
    this.screen = screen;
    this.environment = environment;
  }

  Screen screen() {
    return screen;
  }

  boolean debug() {
    return debug;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Where state lives: what was asked for, else {@code $CURTAIN_HOME}, else {@code ~/.curtain}. */
  Path home(String asked) {
    return home(asked, environment);
  }

  static Path home(String asked, Map<String, String> environment) {
    String home = asked.isEmpty() ? environment.getOrDefault("CURTAIN_HOME", "") : asked;
    return home.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", "."), ".curtain")
        : Path.of(home).toAbsolutePath();
  }
}
