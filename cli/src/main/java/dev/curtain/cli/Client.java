package dev.curtain.cli;

import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.api.Binding;
import dev.curtain.server.site.Home;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a command finds the curtain that runs. */
final class Client {
  /** Something asked of the API. */
  interface Call<T> {
    T of(ApiClient api) throws ApiUnreachable, ApiRefused, InterruptedException;
  }

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where curtain's API listens on this machine (4747, or as --home has it).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "${env:CURTAIN_HOME:-}",
      description = "The curtain that runs with this home ($CURTAIN_HOME, else ~/.curtain).")
  private String home = "";

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:CURTAIN_SERVER:-}",
      description =
          "A curtain elsewhere, as https://curtain.example ($CURTAIN_SERVER); its token in"
              + " $CURTAIN_TOKEN.")
  private String server = "";

  // Arguments are for all to see, so this is only ever the environment's.
  @Option(names = "--token", hidden = true, defaultValue = "${env:CURTAIN_TOKEN:-}")
  private String token = "";

  /** The curtain at an address. */
  static Client at(URI address, Optional<String> token) {
    Client client = new Client();
    client.server = address.toString();
    client.token = token.orElse("");
    return client;
  }

  ApiClient open() {
    return open(
        address()
            .orElseThrow(() -> {
              String message =
                  "no controller runs with the home "
                      + home().directory()
                      + ": curtain up FILE --home "
                      + home().directory()
                      + " starts one; --port N asks another";
              return Failure.couldNot(message, new IOException(message));
            }));
  }

  private ApiClient open(URI address) {
    return new ApiClient(address, Optional.of(token).filter(text -> !text.isEmpty()));
  }

  /** The same; empty where a home was named and no controller runs with it. */
  Optional<ApiClient> find() {
    return address().map(this::open);
  }

  Home home() {
    return new Home(Settings.home(home, System.getenv()));
  }

  /**
   * Where to ask: at the server or the port that was named, else the controller of the home, else,
   * where no home was named either, wherever a controller listens that was told nothing.
   */
  private Optional<URI> address() {
    if (!server.isEmpty()) {
      return Optional.of(elsewhere());
    }
    if (port.isPresent()) {
      return Optional.of(here(port.get()));
    }
    try {
      return home()
          .api()
          .or(() -> home.isEmpty() ? Optional.of(here(Binding.PORT)) : Optional.empty());
    } catch (IOException e) {
      throw Failure.couldNot(home().directory() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static URI here(int port) {
    if (port < 0 || port > 65_535) {
      throw Failure.usage("--port " + port + " (expected: 0..65535)");
    }
    return URI.create("http://127.0.0.1:" + port);
  }

  private URI elsewhere() {
    try {
      URI uri = URI.create(server.replaceFirst("/+$", ""));
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--server " + server + " (expected: http://HOST or https://HOST)");
    }
    throw Failure.usage("--server " + server + " (expected: http://HOST or https://HOST)");
  }

  /** The answer, or the failure that the contract's exit code stands for. */
  <T> T ask(Call<T> call) throws InterruptedException {
    try (ApiClient api = open()) {
      return call.of(api);
    } catch (ApiUnreachable e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    } catch (ApiRefused e) {
      throw refused(e);
    }
  }

  static Failure refused(ApiRefused e) {
    String message = e.getMessage() + (e.hint().isEmpty() ? "" : ". " + e.hint());
    return switch (e.code()) {
      case "unknown", "invalid" -> Failure.usage(message);
      case "conflict" -> Failure.no(message, e);
      default -> Failure.couldNot(message, e);
    };
  }

  /** Who asks: recorded with what was asked. */
  static String who(Settings settings) {
    return settings.environment().getOrDefault("USER", "somebody");
  }
}
