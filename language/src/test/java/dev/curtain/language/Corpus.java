package dev.curtain.language;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Models that other people wrote, where this machine has them; tests that need them skip elsewhere.
 */
final class Corpus {
  private Corpus() {}

  static Path directory(String name) {
    String given =
        Optional.ofNullable(System.getProperty("CURTAIN_SHARED"))
            .or(() -> Optional.ofNullable(System.getenv("CURTAIN_SHARED")))
            .orElse(System.getProperty("curtain.root", ".") + "/../shared");
    Path directory = Path.of(given).resolve(name);
    assumeTrue(Files.isDirectory(directory), () -> directory + " is not there");
    return directory;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> models(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".sruja")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
