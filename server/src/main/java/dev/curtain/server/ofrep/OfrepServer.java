package dev.curtain.server.ofrep;

import dev.curtain.flags.Answer;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Flags over OFREP, on loopback. Where a token is set it is asked for, as {@code Authorization:
 * Bearer} or as {@code X-API-Key}. Errors always have a body: some clients take none for another
 * error.
 */
public final class OfrepServer implements AutoCloseable {
  /** No context is longer than this, bytes. */
  public static final int LONGEST_BODY = 1 << 20;

  private static final String HOST = "127.0.0.1";

  /** Kept, since a logger nobody holds forgets its level. */
  private static final java.util.logging.Logger WEB_SERVER =
      java.util.logging.Logger.getLogger("io.helidon");

  /** Writes a stack trace where it cannot listen, which is said in words here. */
  private static final java.util.logging.Logger LISTENING =
      java.util.logging.Logger.getLogger("io.helidon.webserver.LoomServer");

  private final WebServer server;
  private final Ofrep ofrep;

  private OfrepServer(WebServer server, Ofrep ofrep) {
    this.server = server;
    this.ofrep = ofrep;
  }

  /**
   * Listens from now on.
   *
   * @param port 0: any free one
   * @throws IOException if it cannot, in words that say what to do
   */
  public static OfrepServer start(FlagSource source, int port, Access access, InstantSource clock)
      throws IOException {
    WEB_SERVER.setLevel(java.util.logging.Level.WARNING);
    LISTENING.setLevel(java.util.logging.Level.OFF);
    probe(port);
    Ofrep ofrep = new Ofrep(source, clock, Usage.UNNOTICED);
    WebServer server =
        WebServer.builder()
            .host(HOST)
            .port(port)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(500))
            .directHandlers(direct())
            .routing(routing -> route(routing, ofrep, access))
            .build();
    server.start();
    if (!server.isRunning()) {
      throw new IOException(
          HOST + ":" + port + " cannot be listened on; choose another with --port N");
    }
    return new OfrepServer(server, ofrep);
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

  private static void route(HttpRouting.Builder routing, Ofrep ofrep, Access access) {
    routing.addFilter((chain, request, _) -> {
      chain.proceed();
      if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
        // The web server promises to close and then does not (helidon issue 12324).
        throw new CloseConnectionException("as the client asked");
      }
    });
    ofrep.route(routing, access);
    routing.get("/healthz", (_, response) -> response.send("ok\n"));
    routing.any((request, _) -> {
      throw new OfrepProblem(
          404,
          Optional.of(Answer.Code.GENERAL),
          request.prologue().method().text()
              + " "
              + request.path().path()
              + ": there is no such page (expected: POST "
              + Ofrep.FLAGS
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

  /** Who has which revision. */
  public Propagation propagation() {
    return ofrep.propagation();
  }

  /** Where clients find it. */
  public String url() {
    return "http://" + HOST + ":" + port();
  }

  @Override
  public void close() {
    ofrep.close();
    server.stop();
  }
}
