package dev.curtain.server.api;

import dev.curtain.server.metrics.DatabaseWatch;
import dev.curtain.server.ofrep.Access;
import dev.curtain.server.slo.SloBook;
import dev.curtain.server.slo.SloKeeper;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The API and the dashboard over HTTP. Who starts it stops it; stopping it stops nothing that runs.
 */
public final class ApiServer implements AutoCloseable {
  /** No command is longer than this, bytes. */
  static final int LONGEST_BODY = 65_536;

  private static final Duration GRACE = Duration.ofMillis(500);

  /**
   * Kept, since a logger nobody holds forgets its level: the web server's own chatter is not for
   * users.
   */
  private static final Logger WEB_SERVER = Logger.getLogger("io.helidon");

  /** Writes a stack trace where it cannot listen, which is said in words here. */
  private static final Logger LISTENING = Logger.getLogger("io.helidon.webserver.LoomServer");

  /** Writes a stack trace for who comes while it ends; tells of real trouble before. */
  private static final Logger ACCEPTING = Logger.getLogger("io.helidon.webserver.ServerListener");

  private final WebServer server;
  private final EventStream events;
  private final SloKeeper objectives;
  private final DatabaseWatch databases;
  private final Binding binding;
  private final int port;

  private ApiServer(
      WebServer server,
      EventStream events,
      SloKeeper objectives,
      DatabaseWatch databases,
      Binding binding,
      int port) {
    this.server = server;
    this.events = events;
    this.objectives = objectives;
    this.databases = databases;
    this.binding = binding;
    this.port = port;
  }

  /**
   * Listens from now on.
   *
   * @throws IOException if it cannot, in words that say what to do
   */
  public static ApiServer start(Binding binding, Parts parts) throws IOException {
    return start(binding, parts, EventStream.Options.DEFAULT);
  }

  static ApiServer start(Binding binding, Parts parts, EventStream.Options options)
      throws IOException {
    WEB_SERVER.setLevel(Level.WARNING);
    LISTENING.setLevel(Level.OFF);
    probe(binding);
    EventStream events =
        new EventStream(parts.engine().ledger(), parts.router(), parts.clock(), options);
    SloBook book = parts.engine().objectives();
    SloKeeper objectives =
        new SloKeeper(parts.engine().ledger(), parts.router(), parts.clock(), book);
    List<Endpoint> endpoints = endpoints(parts, events, book);
    WebServer server =
        WebServer.builder()
            .host(binding.host())
            .port(binding.port())
            .shutdownHook(false)
            .shutdownGracePeriod(GRACE)
            .maxPayloadSize(LONGEST_BODY)
            .directHandlers(Answers.direct())
            .routing(routing -> route(routing, binding, parts, endpoints))
            .build();
    server.start();
    if (!server.isRunning()) {
      throw new IOException(
          address(binding) + " cannot be listened on; choose another with --port N");
    }
    events.start();
    objectives.start();
    parts.databases().start();
    return new ApiServer(server, events, objectives, parts.databases(), binding, server.port());
  }

  /** The web server does not say why it cannot listen; the socket does. */
  private static void probe(Binding binding) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(binding.host(), binding.port()));
    } catch (BindException e) {
      boolean taken = String.valueOf(e.getMessage()).contains("already in use");
      throw new IOException(
          taken
              ? address(binding) + " is taken by another program; choose another with --port N"
              : address(binding) + " cannot be listened on: " + e.getMessage(),
          e);
    }
  }

  private static String address(Binding binding) {
    return binding.host() + ":" + binding.port();
  }

  /** Everything that is served, but for the pages. */
  static List<Endpoint> endpoints(Parts parts, EventStream events, SloBook objectives) {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.addAll(new Reads(parts).endpoints());
    endpoints.addAll(new SloReads(parts, objectives).endpoints());
    endpoints.addAll(new AuditReads(parts).endpoints());
    endpoints.addAll(new DebugReads(parts).endpoints());
    endpoints.addAll(new PictureReads(parts).endpoints());
    endpoints.addAll(new Commands(parts).endpoints());
    endpoints.addAll(new FailoverCalls(parts).endpoints());
    endpoints.addAll(new MigrationCalls(parts).endpoints());
    endpoints.addAll(new FlagReads(parts).endpoints());
    endpoints.addAll(new FlagCommands(parts).endpoints());
    endpoints.addAll(new FlagBatches(parts).endpoints());
    endpoints.addAll(new FlagMoves(parts).endpoints());
    endpoints.add(Endpoint.get("/api/v1/events", events::serve));
    endpoints.addAll(Resources.endpoints());
    return endpoints;
  }

  private static void route(
      HttpRouting.Builder routing, Binding binding, Parts parts, List<Endpoint> endpoints) {
    Guard guard = new Guard(binding, Resources.OPEN);
    Audit audit = new Audit(parts.engine().ledger(), parts.clock());
    routing.addFilter(ApiServer::closeAsAsked);
    parts
        .flags()
        .ofrep()
        .route(
            routing,
            new Access(
                binding.loopbackOnly(), binding.keys().tokens(), Set.of(), Optional.empty()));
    Map<String, Set<String>> methods = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      routing.route(
          endpoint.method(),
          endpoint.path(),
          audit.around(endpoint.path(), guard.before(endpoint.handler())));
      methods.computeIfAbsent(endpoint.path(), _ -> new TreeSet<>()).add(endpoint.method().text());
    }
    methods.forEach((path, allowed) ->
        routing.any(
            path, audit.around(path, guard.before(refusing(path, String.join(", ", allowed))))));
    routing.any(audit.around("", guard.before((request, _) -> nothingAt(request.path().path()))));
    Answers.failures(routing);
  }

  private static Handler refusing(String path, String allowed) {
    return (request, response) -> {
      response.header(HeaderNames.ALLOW, allowed);
      throw ApiProblem.notAllowed(
          request.prologue().method().text() + " " + path + " (expected: " + allowed + ")", "");
    };
  }

  private static void nothingAt(String path) {
    throw ApiProblem.unknown(
        path + ": there is no such page", "GET /api/openapi.json lists what there is");
  }

  /** The web server promises to close and then does not (helidon issue 12324). */
  private static void closeAsAsked(
      FilterChain chain, RoutingRequest request, RoutingResponse response) {
    chain.proceed();
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("as the client asked");
    }
  }

  public int port() {
    return port;
  }

  /** Where a browser finds it: {@code http://127.0.0.1:4747}. */
  public String url() {
    return "http://" + binding.host() + ":" + port;
  }

  @Override
  public void close() {
    events.close();
    ACCEPTING.setLevel(Level.OFF);
    server.stop();
    objectives.close();
    databases.close();
  }
}
