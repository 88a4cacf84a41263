package dev.curtain.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command that runs this program once more, for what is to live in a process of its own. */
final class Launcher {
  private Launcher() {}

  /** The launcher that started this process, else this JVM with this class path. */
  static List<String> command() {
    Optional<String> launcher = Optional.ofNullable(System.getProperty("curtain.launcher"));
    if (launcher.isPresent()) {
      return List.of(launcher.get());
    }
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(Main.class.getName());
    return List.copyOf(command);
  }
}
