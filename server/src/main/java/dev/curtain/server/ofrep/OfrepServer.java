package dev.curtain.server.ofrep;

import dev.curtain.flags.Answer;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Flags over OFREP, on loopback. Where a token is set it is asked for, as {@code Authorization:
 * Bearer} or as {@code X-API-Key}. Errors always have a body: some clients take none for another
 * error.
 */
public final class OfrepServer implements AutoCloseable {
  /** No context is longer than this, bytes. */
  public static final int LONGEST_BODY = 1 << 20;

  private static final String HOST = "127.0.0.1";
  private static final Logger LOG = System.getLogger(OfrepServer.class.getName());
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Kept, since a logger nobody holds forgets its level. */
  private static final java.util.logging.Logger WEB_SERVER =
      java.util.logging.Logger.getLogger("io.helidon");

  private final WebServer server;
  private final ChangeStream changes;

  private OfrepServer(WebServer server, ChangeStream changes) {
    this.server = server;
    this.changes = changes;
  }

  /**
   * Listens from now on.
   *
   * @param port 0: any free one
   * @throws IOException if it cannot, in words that say what to do
   */
  public static OfrepServer start(
      FlagFile file, int port, Optional<String> token, InstantSource clock) throws IOException {
    WEB_SERVER.setLevel(java.util.logging.Level.WARNING);
    probe(port);
    ChangeStream changes = new ChangeStream(file);
    Evaluations evaluations = new Evaluations(file::current, clock);
    WebServer server =
        WebServer.builder()
            .host(HOST)
            .port(port)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(500))
            .directHandlers(direct())
            .routing(routing -> route(routing, evaluations, changes, token))
            .build();
    server.start();
    if (!server.isRunning()) {
      throw new IOException(
          HOST + ":" + port + " cannot be listened on; choose another with --port N");
    }
    return new OfrepServer(server, changes);
  }

  /** The web server does not say why it cannot listen; the socket does. */
  private static void probe(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(HOST, port));
    } catch (BindException e) {
      throw new IOException(
          HOST
              + ":"
              + port
              + " cannot be listened on ("
              + e.getMessage()
              + "); choose another with --port N",
          e);
    }
  }

  private static void route(
      HttpRouting.Builder routing,
      Evaluations evaluations,
      ChangeStream changes,
      Optional<String> token) {
    routing.addFilter((chain, request, _) -> {
      chain.proceed();
      if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
        // The web server promises to close and then does not (helidon issue 12324).
        throw new CloseConnectionException("as the client asked");
      }
    });
    String flags = "/ofrep/v1/evaluate/flags";
    routing.post(flags, guarded(evaluations::bulk, token));
    routing.post(flags + "/", guarded(evaluations::bulk, token));
    routing.post(flags + "/{key}", guarded(evaluations::single, token));
    routing.get(ChangeStream.PATH, guarded(changes::serve, token));
    routing.get("/healthz", (_, response) -> response.send("ok\n"));
    routing.any((request, _) -> {
      throw new OfrepProblem(
          404,
          Optional.of(Answer.Code.GENERAL),
          request.prologue().method().text()
              + " "
              + request.path().path()
              + ": there is no such page (expected: POST "
              + flags
              + "/{key})");
    });
    failures(routing);
  }

  private static void failures(HttpRouting.Builder routing) {
    routing.error(
        OfrepProblem.class,
        (_, response, problem) ->
            Evaluations.send(
                response, problem.status(), Documents.error(Optional.empty(), problem)));
    routing.error(
        HttpException.class,
        (_, response, failure) ->
            Evaluations.send(
                response,
                failure.status().code(),
                Documents.error(
                    Optional.empty(),
                    new OfrepProblem(
                        failure.status().code(),
                        Optional.of(Answer.Code.GENERAL),
                        failure.status().reasonPhrase()))));
    routing.error(
        Exception.class,
        (request, response, failure) -> {
          LOG.log(Level.ERROR, request.path().path() + " failed", failure);
          Evaluations.send(
              response,
              500,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("errorDetails", "the server could not do this; its log says why"));
        });
  }

  /**
   * A page elsewhere must not read flags through a visitor's browser under another name of here.
   */
  private static Handler guarded(Handler handler, Optional<String> token) {
    return (request, response) -> {
      String name = request.authority().replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
      if (!LOCAL_NAMES.contains(name)) {
        throw new OfrepProblem(
            403, Optional.of(Answer.Code.GENERAL), "host: " + name + " (expected: localhost)");
      }
      if (token.isPresent() && !shown(request, token.get())) {
        throw new OfrepProblem(
            401,
            Optional.of(Answer.Code.GENERAL),
            "no token, or another one (expected: Authorization: Bearer TOKEN or X-API-Key: TOKEN)");
      }
      handler.handle(request, response);
    };
  }

  private static boolean shown(ServerRequest request, String token) {
    String bearer = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    String given =
        bearer.regionMatches(true, 0, "bearer ", 0, 7)
            ? bearer.substring(7).strip()
            : request.headers().first(HeaderNames.create("X-API-Key")).orElse("");
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** What the web server answers by itself: broken requests. */
  private static DirectHandlers direct() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (_, event, status, headers, _) ->
              DirectHandler.TransportResponse.builder()
                  .status(status)
                  .headers(headers)
                  .header(HeaderNames.CONTENT_TYPE, "application/json")
                  .keepAlive(event.keepAlive())
                  .entity(
                      Documents.error(
                              Optional.empty(),
                              new OfrepProblem(
                                  status.code(),
                                  Optional.of(Answer.Code.GENERAL),
                                  status.reasonPhrase()))
                          .toString())
                  .build());
    }
    return handlers.build();
  }

  public int port() {
    return server.port();
  }

  /** Where clients find it. */
  public String url() {
    return "http://" + HOST + ":" + port();
  }

  @Override
  public void close() {
    changes.close();
    server.stop();
  }
}
