package dev.curtain.server.api;

import dev.curtain.model.Quantities;
import dev.curtain.model.Service;
import dev.curtain.server.document.FailoverDocument;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.ServiceState;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Regions: which there are, and moving the traffic of one to the others and back. */
final class FailoverCalls {
  /** What the field takes for a failover to a standby, where the model declares nothing. */
  private static final Duration ACCEPTED = Duration.ofMinutes(15);

  private final Parts parts;

  FailoverCalls(Parts parts) {
    this.parts = parts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/v1/failover", this::regions),
        Endpoint.post("/api/v1/failover", this::failover));
  }

  private void regions(ServerRequest request, ServerResponse response) throws Refused {
    String service = Asked.service(request);
    Answers.json(response, 200, document(service));
  }

  private FailoverDocument document(String service) throws Refused {
    return FailoverDocument.of(
        service,
        Optional.ofNullable(parts.world().services().get(service)).flatMap(ServiceState::away),
        parts.engine().failovers().regions(service));
  }

  private void failover(ServerRequest request, ServerResponse response) throws Refused {
    Body body =
        Body.read(request, List.of("service"), List.of("region", "back", "now", "reason", "who"));
    Engine engine = parts.engine();
    String service = body.text("service");
    String who = body.optional("who").orElse(Commands.NOBODY);
    String reason = body.optional("reason").orElse("");
    boolean back = truth(body, "back");
    if (back == body.optional("region").isPresent()) {
      throw ApiProblem.invalid("body: \"region\" or \"back\" (expected: one of them)", "");
    }
    if (back) {
      engine.failovers().comeBack(service, who, reason).join();
    } else {
      var going =
          engine.failovers().leave(service, body.text("region"), truth(body, "now"), who, reason);
      if (truth(body, "now")) {
        going.join();
      }
    }
    Answers.json(response, 202, document(service));
  }

  private static boolean truth(Body body, String name) {
    String text = body.optional(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw ApiProblem.invalid(name + ": " + text + " (expected: true, false)", "");
    }
    return text.equals("true");
  }

  /** Begins a failover drill of a region; which one has to be said where there are several. */
  void drill(Body body, ServerResponse response) throws Refused {
    String service = body.text("service");
    Duration objective = objective(body, service);
    try {
      parts.engine().drills().failover(service, body.text("region"), objective);
      Answers.json(response, 202, document(service));
    } catch (IOException e) {
      throw ApiProblem.conflict(
          "the router gives no measures, so that a drill would show nothing", e.toString());
    }
  }

  private Duration objective(Body body, String service) {
    Optional<String> within = body.optional("within");
    if (within.isPresent()) {
      return Quantities.duration(within.get())
          .orElseThrow(() ->
              ApiProblem.invalid(
                  "within: " + within.get() + " (expected: " + Quantities.DURATION_FORMS + ")",
                  ""));
    }
    return parts.engine().services().stream()
        .filter(each -> each.element().equals(service))
        .findFirst()
        .map(Service::release)
        .flatMap(release -> release.failoverWithin())
        .orElse(ACCEPTED);
  }
}
