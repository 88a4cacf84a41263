package dev.curtain.server.api;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Quantities;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.VersionSet;
import dev.curtain.server.document.GoingDownDocument;
import dev.curtain.server.document.LeadsDocument;
import dev.curtain.server.document.SetDocument;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.Entry;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What changes something. */
final class Commands {
  static final String NOBODY = "somebody";
  private static final Pattern OUTCOME = Pattern.compile("(\\d{1,12})/(\\d{1,12})");
  private static final List<String> WORDS = List.of("reason", "who");

  /** What two clocks may differ by. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  private final Parts parts;
  private final AtomicBoolean goingDown = new AtomicBoolean();

  Commands(Parts parts) {
    this.parts = parts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/api/v1/deploy", this::deploy),
        Endpoint.post("/api/v1/sets", this::deploySet),
        Endpoint.post("/api/v1/rollback", this::rollback),
        Endpoint.post("/api/v1/rollouts/{id}/promote", to(Command.PROMOTE)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/pause", to(Command.PAUSE)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/resume", to(Command.RESUME)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/abort", to(Command.ABORT)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/approve", to(Command.APPROVE)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/check", to(Command.CHECK)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/skip", to(Command.SKIP)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/retry", this::retry),
        Endpoint.post("/api/v1/rollouts/{id}/outcome", this::outcome),
        Endpoint.post("/api/v1/undo", this::undo),
        Endpoint.post("/api/v1/drill", this::drill),
        Endpoint.post("/api/v1/down", this::down));
  }

  private void deploy(ServerRequest request, ServerResponse response) throws Refused, PlanRefused {
    Body body =
        Body.read(
            request,
            List.of("service", "version"),
            List.of("strategy", "when_underway", "written", "reason", "who"));
    String service = body.text("service");
    checkWritten(body);
    Optional<Strategy> strategy =
        body.optional("strategy")
            .flatMap(label -> StrategyNames.chosen(parts.engine(), service, label));
    String version = body.text("version").strip();
    boolean underway = parts.world().rolloutOf(service).isPresent();
    String when = body.optional("when_underway").orElse("refuse");
    String id =
        switch (when) {
          case "wait", "supersede" ->
              underway
                  ? parts
                      .engine()
                      .control()
                      .request(
                          service,
                          version,
                          body.optional("strategy"),
                          when.equals("supersede"),
                          who(body),
                          reason(body))
                  : parts.engine().deploy(service, version, strategy);
          case "refuse" -> parts.engine().deploy(service, version, strategy);
          default ->
              throw ApiProblem.invalid(
                  "when_underway: " + when + " (expected: refuse, wait, supersede)", "");
        };
    Answers.json(response, 202, Reads.document(parts, id));
  }

  /** When the change was written, from which its lead time counts; the audit keeps it. */
  private void checkWritten(Body body) {
    Optional<String> written = body.optional("written");
    boolean sound =
        written
            .map(text ->
                LeadsDocument.instant(text)
                    .filter(at -> !at.isAfter(parts.clock().instant().plus(CLOCKS_APART)))
                    .isPresent())
            .orElse(true);
    if (!sound) {
      throw ApiProblem.invalid(
          "written: "
              + written.orElseThrow()
              + " (expected: when the change was written, as 2026-11-20T10:00:00Z, not later than"
              + " now)",
          "git log -1 --format=%cI says it");
    }
  }

  private void deploySet(ServerRequest request, ServerResponse response)
      throws Refused, PlanRefused {
    Body body =
        Body.read(
            request, List.of("versions"), List.of("order", "strategy", "written", "reason", "who"));
    checkWritten(body);
    boolean inOrder = inOrder(body.optional("order"));
    VersionSet set =
        parts
            .engine()
            .sets()
            .deploy(versions(body.text("versions")), inOrder, body.optional("strategy"));
    Answers.json(
        response,
        202,
        SetDocument.of(set, parts.engine().sets().members(set.id()), parts.measures()));
  }

  /** Whether the services of a set go one after the other; together where it is not said. */
  static boolean inOrder(Optional<String> order) {
    return switch (order.orElse("together")) {
      case "together" -> false;
      case "dependencies" -> true;
      default ->
          throw ApiProblem.invalid(
              "order: " + order.orElseThrow() + " (expected: together, dependencies)", "");
    };
  }

  /** {@code Shop.API=v2, Shop.Web=v3}. */
  static Map<String, String> versions(String text) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String each : text.split(",", -1)) {
      String[] parts = each.strip().split("=", 2);
      if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
        throw ApiProblem.invalid(
            "versions: " + each.strip() + " (expected: PATH=VERSION, PATH=VERSION)", "");
      }
      if (versions.put(parts[0].strip(), parts[1].strip()) != null) {
        throw ApiProblem.invalid("versions: " + parts[0].strip() + " is named twice", "");
      }
    }
    return versions;
  }

  private void undo(ServerRequest request, ServerResponse response) throws Refused, PlanRefused {
    Body body = Body.read(request, List.of("service"), WORDS);
    String id = parts.engine().control().undo(body.text("service"), who(body), reason(body));
    Answers.json(response, 202, Reads.document(parts, id));
  }

  private void drill(ServerRequest request, ServerResponse response) throws Refused {
    Body body = Body.read(request, List.of("service", "kind"), List.of("within", "region"));
    if (body.text("kind").equals("failover")) {
      new FailoverCalls(parts).drill(body, response);
      return;
    }
    if (!body.text("kind").equals("rollback")) {
      throw ApiProblem.invalid(
          "kind: " + body.text("kind") + " (expected: rollback, failover)", "");
    }
    String within = body.optional("within").orElse("30s");
    Duration objective =
        Quantities.duration(within)
            .orElseThrow(() ->
                ApiProblem.invalid(
                    "within: " + within + " (expected: " + Quantities.DURATION_FORMS + ")", ""));
    try {
      String id = parts.engine().drills().rollback(body.text("service"), objective);
      Answers.json(response, 202, Reads.document(parts, id));
    } catch (IOException e) {
      throw ApiProblem.conflict(
          "the router gives no measures, so that a drill would show nothing", e.toString());
    }
  }

  private void retry(ServerRequest request, ServerResponse response) throws Refused, PlanRefused {
    Body.read(request, List.of(), WORDS);
    String id = parts.engine().control().retry(Reads.rollout(parts, request).spec().id());
    Answers.json(response, 202, Reads.document(parts, id));
  }

  private void outcome(ServerRequest request, ServerResponse response) throws Refused {
    Body body = Body.read(request, List.of("baseline", "candidate"), WORDS);
    String id = Reads.rollout(parts, request).spec().id();
    parts
        .engine()
        .control()
        .outcome(id, new Block.Sides(tally(body, "baseline"), tally(body, "candidate")), who(body));
    Answers.json(response, 200, Reads.document(parts, id));
  }

  /** {@code 31/1000}: of a thousand users first seen since the last time, 31 converted. */
  private static Tally tally(Body body, String name) {
    String text = body.text(name);
    Matcher matcher = OUTCOME.matcher(text.strip());
    if (!matcher.matches()) {
      throw ApiProblem.invalid(name + ": " + text + " (expected: converted/users, as 31/1000)", "");
    }
    long converted = Long.parseLong(matcher.group(1));
    long users = Long.parseLong(matcher.group(2));
    if (converted > users) {
      throw ApiProblem.invalid(name + ": " + text + " (expected: no more than all of them)", "");
    }
    return new Tally(users, converted);
  }

  private void rollback(ServerRequest request, ServerResponse response) throws Refused {
    Body body = Body.read(request, List.of("service"), WORDS);
    String id = parts.engine().rollback(body.text("service"), who(body), reason(body));
    Answers.json(response, 200, Reads.document(parts, id));
  }

  private Asked to(Command command) {
    return (request, response) -> {
      Body body = Body.read(request, List.of(), WORDS);
      String id = Reads.rollout(parts, request).spec().id();
      parts.engine().command(id, command, who(body), reason(body));
      Answers.json(response, 200, Reads.document(parts, id));
    };
  }

  private interface Asked {
    void answer(ServerRequest request, ServerResponse response) throws Refused;
  }

  private static String who(Body body) {
    return body.optional("who").orElse(NOBODY);
  }

  private static String reason(Body body) {
    return body.optional("reason").orElse("");
  }

  private void down(ServerRequest request, ServerResponse response) {
    Body.read(request, List.of(), WORDS);
    if (!goingDown.compareAndSet(false, true)) {
      throw ApiProblem.conflict("this Curtain is going down already", "");
    }
    Answers.json(
        response,
        202,
        new GoingDownDocument(true, parts.world().raised().map(Entry.Raised::file).orElse(null)));
    Thread.ofPlatform().name("down").start(parts.down());
  }
}
