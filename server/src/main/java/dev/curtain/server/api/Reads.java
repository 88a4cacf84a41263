package dev.curtain.server.api;

import dev.curtain.model.ModelReader;
import dev.curtain.model.Service;
import dev.curtain.rollout.RolloutState;
import dev.curtain.router.Measures;
import dev.curtain.server.document.DrillDocument;
import dev.curtain.server.document.ExplainDocument;
import dev.curtain.server.document.HistoryDocument;
import dev.curtain.server.document.ModelDocument;
import dev.curtain.server.document.ReadinessDocument;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.SetDocument;
import dev.curtain.server.document.ShowDocument;
import dev.curtain.server.document.StatusDocument;
import dev.curtain.server.document.WayBackDocument;
import dev.curtain.server.engine.Address;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.World;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What only looks. */
final class Reads {
  private final Parts parts;

  Reads(Parts parts) {
    this.parts = parts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/healthz", (_, response) -> Answers.json(response, 200, Map.of("alive", true))),
        Endpoint.get("/readyz", this::ready),
        Endpoint.get("/metrics", this::metrics),
        Endpoint.get("/api/v1/status", (_, response) -> Answers.json(response, 200, status())),
        Endpoint.get("/api/v1/history", this::history),
        Endpoint.get("/api/v1/rollouts/{id}", this::show),
        Endpoint.get("/api/v1/sets/{id}", this::set),
        Endpoint.get("/api/v1/drills", this::drills),
        Endpoint.get("/api/v1/rollback", this::wayBack),
        Endpoint.get("/api/v1/rollouts/{id}/explain", this::explain),
        Endpoint.get("/api/v1/model", this::model),
        Endpoint.get("/api/v1/plan", new PlanRead(parts)::answer));
  }

  private void ready(ServerRequest request, ServerResponse response) {
    ReadinessDocument readiness = ReadinessDocument.of(parts.world(), parts.measures());
    Answers.json(response, readiness.ready() ? 200 : 503, readiness);
  }

  private void metrics(ServerRequest request, ServerResponse response) {
    Answers.text(
        response,
        "text/plain; version=0.0.4; charset=utf-8",
        Metrics.text(parts.world(), parts.engine().ledger().seq(), parts.measures()));
  }

  private StatusDocument status() {
    // In this order: what is written in between is in the world and after the number, and never
    // lost.
    long seq = parts.engine().ledger().seq();
    World world = parts.world();
    Map<String, Service> models =
        parts.engine().services().stream()
            .collect(Collectors.toMap(Service::element, Function.identity()));
    Optional<Measures> measures = parts.measures();
    return StatusDocument.of(seq, world, models, this::urls, measures);
  }

  private List<String> urls(String service) {
    return parts
        .engine()
        .address(service)
        .map(address -> parts.entrances().stream().map(entrance -> url(address, entrance)).toList())
        .orElse(List.of());
  }

  private static String url(Address address, InetSocketAddress entrance) {
    String host = address.host().orElseGet(() -> name(entrance));
    return "http://" + host + ":" + entrance.getPort() + address.path();
  }

  private static String name(InetSocketAddress entrance) {
    boolean here =
        entrance.getAddress() == null
            || entrance.getAddress().isAnyLocalAddress()
            || entrance.getAddress().isLoopbackAddress();
    return here ? "localhost" : entrance.getHostString();
  }

  private void history(ServerRequest request, ServerResponse response) {
    Optional<String> service = request.query().first("service").asOptional();
    World world = parts.world();
    if (service.isPresent()
        && !world.services().containsKey(service.get())
        && world.rollouts().values().stream()
            .noneMatch(rollout -> rollout.spec().service().equals(service.get()))) {
      throw ApiProblem.unknown(
          service.get()
              + ": no such service (there are: "
              + String.join(", ", world.services().keySet().stream().sorted().toList())
              + ")",
          "GET /api/v1/status lists services");
    }
    Answers.json(response, 200, HistoryDocument.of(world, service, parts.measures()));
  }

  private void drills(ServerRequest request, ServerResponse response) {
    String service = Asked.service(request);
    Answers.json(
        response, 200, DrillDocument.of(service, parts.engine().drills().evidence(service)));
  }

  private void wayBack(ServerRequest request, ServerResponse response) throws Refused {
    String service = Asked.service(request);
    Answers.json(response, 200, WayBackDocument.of(parts.engine().control().wayBack(service)));
  }

  private void show(ServerRequest request, ServerResponse response) {
    RolloutState state = rollout(parts, request);
    List<Entry> about = parts.engine().ledger().log().about(state.spec().id());
    Answers.json(response, 200, ShowDocument.of(state, about, parts.measures()));
  }

  private void set(ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    List<RolloutState> members = parts.engine().sets().members(id);
    if (members.isEmpty()) {
      throw ApiProblem.unknown(id + ": no such set", "GET /api/v1/history lists rollouts");
    }
    Answers.json(
        response,
        200,
        SetDocument.of(members.getFirst().spec().set().orElseThrow(), members, parts.measures()));
  }

  private void explain(ServerRequest request, ServerResponse response) {
    RolloutState state = rollout(parts, request);
    List<Entry> about = parts.engine().ledger().log().about(state.spec().id());
    Answers.json(response, 200, ExplainDocument.of(state, about));
  }

  private void model(ServerRequest request, ServerResponse response) {
    Entry.Raised raised = Asked.raised(parts);
    Answers.json(response, 200, ModelDocument.of(ModelReader.read(raised.text()).model()));
  }

  /** The rollout that a path names. */
  static RolloutState rollout(Parts parts, ServerRequest request) {
    String id = request.path().pathParameters().get("id");
    RolloutState state = parts.world().rollouts().get(id);
    if (state == null) {
      throw ApiProblem.unknown(id + ": no such rollout", "GET /api/v1/history lists them");
    }
    return state;
  }

  /** A rollout as commands answer it. */
  static RolloutDocument document(Parts parts, String id) {
    RolloutState state = Optional.ofNullable(parts.world().rollouts().get(id)).orElseThrow();
    return RolloutDocument.live(state, parts.measures());
  }
}
