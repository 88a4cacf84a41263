package dev.curtain.server.api;

import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.server.document.PlanDocument;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.Entry;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
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
    String path = needed(request, "service");
    String version = needed(request, "version");
    Optional<Strategy> strategy =
        Asked.query(request, "strategy")
            .flatMap(label -> StrategyNames.chosen(parts.engine(), path, label));
    PlanDocument.Assumed assumed =
        new PlanDocument.Assumed(
            number(request, "rps", REQUESTS_PER_SECOND, MOST_REQUESTS_PER_SECOND),
            Math.round(Math.max(1, number(request, "users", USERS, MOST_USERS))),
            BASELINE_RATE,
            number(request, "conversion", PlanDocument.Assumed.CONVERSION, MOST_CONVERSION));
    RolloutSpec spec = parts.engine().preview(path, version, strategy);
    Entry.Raised raised =
        parts.world().raised().orElseThrow(() -> ApiProblem.unknown("no model is raised", ""));
    Service service =
        parts.engine().services().stream()
            .filter(each -> each.element().equals(path))
            .findFirst()
            .orElseThrow();
    Answers.json(
        response,
        200,
        PlanDocument.of(
            raised.file(),
            raised.deployment(),
            service,
            parts.engine().failovers().regions(path),
            spec,
            assumed));
  }

  private static String needed(ServerRequest request, String name) {
    return Asked.query(request, name)
        .orElseThrow(
            () -> ApiProblem.invalid(name + ": missing (expected: ?service=PATH&version=V)", ""));
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
