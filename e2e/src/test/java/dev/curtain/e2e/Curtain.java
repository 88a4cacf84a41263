package dev.curtain.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command as a user runs it: a process of its own. */
final class Curtain {
  private static final long MINUTES = 3;

  private Curtain() {}

  /** The root of the checkout. */
  static Path root() {
    return Path.of(System.getProperty("curtain.root", "..")).toAbsolutePath().normalize();
  }

  /** What a finished command said. */
  record Said(int exitCode, String out, String err) {
    String all() {
      return "exit " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
    }
  }

  static ProcessBuilder command(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(System.getProperty("java.home") + "/bin/java");
    line.add("-XX:+UseSerialGC");
    line.add("-XX:TieredStopAtLevel=1");
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("--sun-misc-unsafe-memory-access=allow");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add("dev.curtain.cli.Main");
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(root().toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CURTAIN_"));
    return builder;
  }

  /** Runs a command to its end. */
  static Said run(String... arguments) throws IOException {
    Path out = Files.createTempFile("curtain-out", ".txt");
    Path err = Files.createTempFile("curtain-err", ".txt");
    try {
      Process process =
          command(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      process.onExit().completeOnTimeout(process, MINUTES, TimeUnit.MINUTES).join();
      if (process.isAlive()) {
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", arguments) + " did not end: " + read(out) + read(err));
      }
      return new Said(process.exitValue(), read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
