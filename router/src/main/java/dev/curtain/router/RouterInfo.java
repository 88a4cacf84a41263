package dev.curtain.router;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What a router process says about itself, in {@code router.json} of its state directory, once it
 * is ready. The file goes when the process ends in order; after a crash it stays, so a process of
 * that number need not be the router: ask its control port.
 *
 * @param pid of the process
 * @param listen where users are served, {@code host:port}
 * @param control where it takes orders, {@code host:port}
 * @param startedAt ISO-8601
 */
public record RouterInfo(long pid, List<String> listen, String control, String startedAt) {
  public RouterInfo {
    listen = List.copyOf(listen);
  }

  static Path file(Path stateDirectory) {
    return stateDirectory.resolve("router.json");
  }

  /** What the router of a state directory said last; empty where none did. */
  public static Optional<RouterInfo> read(Path stateDirectory) throws IOException {
    Path file = file(stateDirectory);
    try {
      return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file), RouterInfo.class));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (JacksonException unreadable) {
      throw new IOException(file + ": not what a router writes: " + unreadable.getMessage());
    }
  }

  void write(Path stateDirectory) throws IOException {
    StateFile.write(file(stateDirectory), Json.MAPPER.writeValueAsBytes(this));
  }

  public InetSocketAddress controlAddress() {
    return Listening.parse(control);
  }
}
