package dev.curtain.server.api;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Region;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.server.document.PlanDocument;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.Entry;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a deployment would do to the system as it runs now; begins nothing. */
final class PlanRead {
  private static final double REQUESTS_PER_SECOND = 100;
  private static final double MOST_REQUESTS_PER_SECOND = 1e6;
  private static final double USERS = 10_000;
  private static final double MOST_USERS = 1e10;
  private static final double MOST_CONVERSION = 0.999;
  private static final double BASELINE_RATE = 0.001;

  private final Parts parts;

  PlanRead(Parts parts) {
    this.parts = parts;
  }

  void answer(ServerRequest request, ServerResponse response) throws Refused, PlanRefused {
    PlanDocument.Assumed assumed =
        new PlanDocument.Assumed(
            number(request, "rps", REQUESTS_PER_SECOND, MOST_REQUESTS_PER_SECOND),
            Math.round(Math.max(1, number(request, "users", USERS, MOST_USERS))),
            BASELINE_RATE,
            number(request, "conversion", PlanDocument.Assumed.CONVERSION, MOST_CONVERSION));
    List<RolloutSpec> specs =
        Asked.query(request, "versions").isPresent() ? together(request) : List.of(alone(request));
    Entry.Raised raised = Asked.raised(parts);
    Map<Service, List<Region>> services = new LinkedHashMap<>();
    for (RolloutSpec spec : specs) {
      services.put(model(spec.service()), parts.engine().failovers().regions(spec.service()));
    }
    Answers.json(
        response,
        200,
        PlanDocument.of(raised.file(), deployment(raised), services, specs, assumed));
  }

  private RolloutSpec alone(ServerRequest request) throws Refused, PlanRefused {
    String path = needed(request, "service");
    Optional<Strategy> strategy =
        Asked.query(request, "strategy")
            .flatMap(label -> StrategyNames.chosen(parts.engine(), path, label));
    return parts.engine().preview(path, needed(request, "version"), strategy);
  }

  private List<RolloutSpec> together(ServerRequest request) throws Refused, PlanRefused {
    if (Asked.query(request, "service").isPresent()
        || Asked.query(request, "version").isPresent()) {
      throw ApiProblem.invalid(
          "versions: beside service or version (expected: one service with its version, or"
              + " versions=PATH=VERSION,PATH=VERSION)",
          "");
    }
    return parts
        .engine()
        .sets()
        .preview(
            Commands.versions(Asked.query(request, "versions").orElseThrow()),
            Commands.inOrder(Asked.query(request, "order")),
            Asked.query(request, "strategy"));
  }

  private static Deployment deployment(Entry.Raised raised) {
    return ModelReader.read(raised.text()).model().deployments().stream()
        .filter(each -> each.id().equals(raised.deployment()))
        .findFirst()
        .orElseThrow();
  }

  private Service model(String path) {
    return parts.engine().services().stream()
        .filter(each -> each.element().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static String needed(ServerRequest request, String name) {
    return Asked.query(request, name)
        .orElseThrow(() ->
            ApiProblem.invalid(
                name + ": missing (expected: ?service=PATH&version=V, or ?versions=PATH=V,PATH=V)",
                ""));
  }

  private static double number(ServerRequest request, String name, double otherwise, double most) {
    Optional<String> text = Asked.query(request, name);
    try {
      double value = text.map(Double::parseDouble).orElse(otherwise);
      if (value > 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, with what was given
    }
    throw ApiProblem.invalid(
        name + ": " + text.orElse("") + " (expected: above 0, at most " + (long) most + ")", "");
  }
}
