package dev.curtain.cli;

import dev.curtain.server.api.Binding;
import dev.curtain.server.api.Keys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where a controller's API listens, and who may use it. */
final class Doors {
  private static final String HERE = "127.0.0.1";
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where the API and the dashboard listen (4747).")
  private int port = Binding.PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Listen there (127.0.0.1). Beyond this machine only with keys, and behind something that"
              + " has TLS.")
  private String host = HERE;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description =
          "Who may do what, a line each: ROLE NAME TOKEN; ROLE is viewer, operator, approver or"
              + " admin. $CURTAIN_TOKEN alone is one token for everything.")
  private Optional<Path> file = Optional.empty();

  Binding binding(Settings settings) {
    if (port < 0 || port > 65_535) {
      throw Failure.usage("--port " + port + " (expected: 0..65535)");
    }
    try {
      return new Binding(host, port, keys(settings));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          e.getMessage() + (host.equals(HERE) ? "" : ". Give --keys FILE or set $CURTAIN_TOKEN"));
    }
  }

  /** As the controller's own process is asked for the first time: with a key to everything. */
  Client client(URI api, Settings settings) {
    return Client.at(api, keys(settings).own());
  }

  /** Where this machine reaches the API. */
  URI within(int listening) {
    boolean near = List.of(HERE, "localhost", "0.0.0.0", "::").contains(host);
    return URI.create("http://" + (near ? HERE : host) + ":" + listening);
  }

  /** The one that was asked for; 0: any free one. */
  int port() {
    return port;
  }

  /** The same again, for a process of its own; a token goes by the environment. */
  List<String> arguments() {
    List<String> line = new ArrayList<>(List.of("--port", String.valueOf(port), "--host", host));
    file.ifPresent(path -> line.addAll(List.of("--keys", path.toAbsolutePath().toString())));
    return line;
  }

  private Keys keys(Settings settings) {
    if (file.isEmpty()) {
      String token = settings.environment().getOrDefault("CURTAIN_TOKEN", "");
      return token.isEmpty() ? Keys.NONE : Keys.one(token);
    }
    Path path = file.get();
    try {
      if (Files.getFileStore(path).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
        throw Failure.usage(path + " can be read by others: chmod 600 " + path);
      }
      return Keys.parse(Files.readString(path));
    } catch (IOException e) {
      throw Failure.couldNot(path + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(path + ": " + e.getMessage());
    }
  }
}
