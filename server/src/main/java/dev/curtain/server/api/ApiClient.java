package dev.curtain.server.api;

import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.DrillDocument;
import dev.curtain.server.document.ErrorDocument;
import dev.curtain.server.document.ExplainDocument;
import dev.curtain.server.document.FlagBatchDocument;
import dev.curtain.server.document.FlagsDocument;
import dev.curtain.server.document.FlagsDocument.FlagChangeDocument;
import dev.curtain.server.document.FlagsDocument.FlagDocument;
import dev.curtain.server.document.FlagsDocument.FlagHistoryDocument;
import dev.curtain.server.document.FlagsDocument.PropagationDocument;
import dev.curtain.server.document.GoingDownDocument;
import dev.curtain.server.document.HistoryDocument;
import dev.curtain.server.document.ModelDocument;
import dev.curtain.server.document.MovesDocument;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.SetDocument;
import dev.curtain.server.document.ShowDocument;
import dev.curtain.server.document.StatusDocument;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The API from the other side. Every call throws {@link ApiUnreachable} where no Curtain answers
 * and {@link ApiRefused} where it says no.
 */
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final URI base;
  private final Optional<String> token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .build();

  /**
   * @param base {@code http://127.0.0.1:4747}
   */
  public ApiClient(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  /** Whether a Curtain answers there at all. */
  public boolean alive() throws InterruptedException {
    try {
      return send(request("/healthz").GET().build()).statusCode() == 200;
    } catch (ApiUnreachable e) {
      return false;
    }
  }

  public StatusDocument status() throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/status", StatusDocument.class);
  }

  public ModelDocument model() throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/model", ModelDocument.class);
  }

  /**
   * @param service only of this one
   */
  public HistoryDocument history(Optional<String> service)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return get(
        "/api/v1/history" + service.map(path -> "?service=" + encoded(path)).orElse(""),
        HistoryDocument.class);
  }

  public ShowDocument show(String rollout) throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/rollouts/" + encoded(rollout), ShowDocument.class);
  }

  public ExplainDocument explain(String rollout)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/rollouts/" + encoded(rollout) + "/explain", ExplainDocument.class);
  }

  /**
   * @param strategy instead of the model's
   */
  public RolloutDocument deploy(String service, String version, Optional<String> strategy)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("service", service);
    body.put("version", version);
    strategy.ifPresent(label -> body.put("strategy", label));
    return post("/api/v1/deploy", body, RolloutDocument.class);
  }

  /**
   * Begins to move several services as one.
   *
   * @param versions as {@code Shop.API=v2,Shop.Web=v3}
   * @param order {@code together} or {@code dependencies}
   */
  public SetDocument deploySet(
      String versions,
      String order,
      Optional<String> strategy,
      Optional<String> written,
      String who,
      String reason)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    Map<String, String> body = new LinkedHashMap<>();
    body.putAll(Map.of("versions", versions, "order", order, "who", who, "reason", reason));
    strategy.ifPresent(label -> body.put("strategy", label));
    written.ifPresent(at -> body.put("written", at));
    return post("/api/v1/sets", body, SetDocument.class);
  }

  public SetDocument set(String id) throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/sets/" + encoded(id), SetDocument.class);
  }

  /** Not for {@link Command#ROLLBACK}, which is asked of a service. */
  public RolloutDocument command(String rollout, Command command, String who, String reason)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    if (command == Command.ROLLBACK) {
      throw new IllegalArgumentException(
          "command: ROLLBACK (expected: any other; a rollback is asked of a service)");
    }
    String name = command.name().toLowerCase(Locale.ROOT);
    return post(
        "/api/v1/rollouts/" + encoded(rollout) + "/" + name,
        Map.of("who", who, "reason", reason),
        RolloutDocument.class);
  }

  /**
   * @param whenUnderway {@code wait} for the rollout under way, or {@code supersede} it
   * @param written when the change was, as {@code 2026-11-20T10:00:00Z}
   */
  public RolloutDocument deploy(
      String service,
      String version,
      Optional<String> strategy,
      String whenUnderway,
      Optional<String> written,
      String who,
      String reason)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    Map<String, String> body = new LinkedHashMap<>();
    body.putAll(Map.of("service", service, "version", version, "when_underway", whenUnderway));
    strategy.ifPresent(label -> body.put("strategy", label));
    written.ifPresent(at -> body.put("written", at));
    body.put("who", who);
    body.put("reason", reason);
    return post("/api/v1/deploy", body, RolloutDocument.class);
  }

  /**
   * Begins a drill.
   *
   * @param kind {@code rollback}
   * @param within how long it may take, as {@code 30s}
   */
  public RolloutDocument drill(String service, String kind, String within)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return post(
        "/api/v1/drill",
        Map.of("service", service, "kind", kind, "within", within),
        RolloutDocument.class);
  }

  /** Objectives, and who asked for what. */
  public LookCalls looks() {
    return new LookCalls(this);
  }

  /** Regions and failovers. */
  public RegionCalls regions() {
    return new RegionCalls(this);
  }

  /** Drills of a service that were carried out, the latest first. */
  public DrillDocument drills(String service)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/drills?service=" + encoded(service), DrillDocument.class);
  }

  /** Begins a rollout that did not succeed once more. */
  public RolloutDocument retry(String rollout)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return post("/api/v1/rollouts/" + encoded(rollout) + "/retry", Map.of(), RolloutDocument.class);
  }

  /**
   * @param baseline converted of users, as {@code 31/1000}; {@code candidate} likewise
   */
  public RolloutDocument outcome(String rollout, String baseline, String candidate, String who)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return post(
        "/api/v1/rollouts/" + encoded(rollout) + "/outcome",
        Map.of("baseline", baseline, "candidate", candidate, "who", who),
        RolloutDocument.class);
  }

  /** Puts back what was there before, by route or by a rollout of its own. */
  public RolloutDocument undo(String service, String who, String reason)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return post(
        "/api/v1/undo",
        Map.of("service", service, "who", who, "reason", reason),
        RolloutDocument.class);
  }

  public RolloutDocument rollback(String service, String who, String reason)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return post(
        "/api/v1/rollback",
        Map.of("service", service, "who", who, "reason", reason),
        RolloutDocument.class);
  }

  public FlagsDocument flags() throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/flags", FlagsDocument.class);
  }

  public FlagDocument flag(String name) throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/flags/" + encoded(name), FlagDocument.class);
  }

  public FlagHistoryDocument flagHistory(String name)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/flags/" + encoded(name) + "/history", FlagHistoryDocument.class);
  }

  /**
   * @param action {@code declare} or {@code import}
   */
  public FlagBatchDocument flagBatch(String action, Map<String, String> members)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return post("/api/v1/flags/" + action, members, FlagBatchDocument.class);
  }

  /**
   * Who would move if a flag divided its users otherwise.
   *
   * @param wanted {@code bucketing}, {@code salt}, {@code by}, and {@code contexts} to try
   */
  public MovesDocument flagMoves(String name, Map<String, String> wanted)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return post("/api/v1/flags/" + encoded(name) + "/moves", wanted, MovesDocument.class);
  }

  public PropagationDocument flagPropagation()
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/api/v1/flags/propagation", PropagationDocument.class);
  }

  /** The definition of all flags, in flagd's format. */
  public String flagDefinition() throws ApiUnreachable, ApiRefused, InterruptedException {
    return get("/ofrep/v1/definition", JsonNode.class).toString();
  }

  /**
   * @param action {@code off}, {@code on}, {@code expose} …
   * @param members what the action takes, with {@code who} and {@code reason}
   */
  public FlagChangeDocument changeFlag(String name, String action, Map<String, String> members)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return post("/api/v1/flags/" + encoded(name) + "/" + action, members, FlagChangeDocument.class);
  }

  /**
   * Answered before anything is taken down; whoever wants to see the end waits until {@link #alive}
   * says no.
   */
  public GoingDownDocument down() throws ApiUnreachable, ApiRefused, InterruptedException {
    return post("/api/v1/down", Map.of(), GoingDownDocument.class);
  }

  /**
   * Gives {@code consumer} every live event until it answers false.
   *
   * @param after number of the last entry that is known; empty: only what happens from now on
   * @return whether the consumer has ended it; false where the server did
   */
  public boolean events(OptionalLong after, Predicate<LiveEvent> consumer)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    HttpRequest.Builder request = request("/api/v1/events").header("accept", "text/event-stream");
    after.ifPresent(seq -> request.header("last-event-id", Long.toString(seq)));
    HttpResponse<InputStream> response = open(request.GET().build());
    if (response.statusCode() != 200) {
      try (InputStream body = response.body()) {
        throw refused(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new ApiUnreachable(base, e);
      }
    }
    try (LiveEvents events = new LiveEvents(response.body())) {
      for (Optional<LiveEvent> event = events.next(); event.isPresent(); event = events.next()) {
        if (!consumer.test(event.get())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw ApiUnreachable.lost(base, e);
    }
  }

  private HttpResponse<InputStream> open(HttpRequest request)
      throws ApiUnreachable, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new ApiUnreachable(base, e);
    }
  }

  <T> T get(String path, Class<T> type) throws ApiUnreachable, ApiRefused, InterruptedException {
    return answer(send(request(path).timeout(ANSWER_WITHIN).GET().build()), type);
  }

  <T> T post(String path, Map<String, String> body, Class<T> type)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return answer(
        send(
            request(path)
                .timeout(ANSWER_WITHIN)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Documents.json(body)))
                .build()),
        type);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("user-agent", "curtain");
    token.ifPresent(secret -> request.header("authorization", "Bearer " + secret));
    return request;
  }

  private HttpResponse<String> send(HttpRequest request)
      throws ApiUnreachable, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw ApiUnreachable.silent(base, e);
    } catch (IOException e) {
      throw new ApiUnreachable(base, e);
    }
  }

  private static <T> T answer(HttpResponse<String> response, Class<T> type) throws ApiRefused {
    if (response.statusCode() / 100 != 2) {
      throw refused(response.statusCode(), response.body());
    }
    return Documents.read(response.body(), type);
  }

  /** Something else may be listening there: then its answer is not an error document. */
  private static ApiRefused refused(int status, String body) {
    try {
      ErrorDocument document = Documents.read(body, ErrorDocument.class);
      if (document != null && document.error() != null) {
        return new ApiRefused(status, document.error());
      }
    } catch (JacksonException e) {
      return new ApiRefused(status, ApiRefused.strange(status));
    }
    return new ApiRefused(status, ApiRefused.strange(status));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
