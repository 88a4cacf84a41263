package dev.curtain.server.api;

import dev.curtain.model.Strategy;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.document.GoingDownDocument;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.Entry;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What changes something. */
final class Commands {
  private static final String NOBODY = "somebody";
  private static final List<String> WORDS = List.of("reason", "who");

  private final Parts parts;
  private final AtomicBoolean goingDown = new AtomicBoolean();

  Commands(Parts parts) {
    this.parts = parts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/api/v1/deploy", this::deploy),
        Endpoint.post("/api/v1/rollback", this::rollback),
        Endpoint.post("/api/v1/rollouts/{id}/promote", to(Command.PROMOTE)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/pause", to(Command.PAUSE)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/resume", to(Command.RESUME)::answer),
        Endpoint.post("/api/v1/rollouts/{id}/abort", to(Command.ABORT)::answer),
        Endpoint.post("/api/v1/down", this::down));
  }

  private void deploy(ServerRequest request, ServerResponse response) throws Refused, PlanRefused {
    Body body = Body.read(request, List.of("service", "version"), List.of("strategy"));
    String service = body.text("service");
    Optional<Strategy> strategy =
        body.optional("strategy")
            .flatMap(label -> StrategyNames.chosen(parts.engine(), service, label));
    String id = parts.engine().deploy(service, body.text("version").strip(), strategy);
    Answers.json(response, 202, Reads.document(parts, id));
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
