package dev.curtain.server.api;

import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.server.engine.Engine;
import java.util.List;
import java.util.Optional;

/** What a strategy is when it is only named. */
final class StrategyNames {
  private StrategyNames() {}

  /**
   * Empty where the model has this strategy already, with its own figures, or the service is not
   * known.
   */
  static Optional<Strategy> chosen(Engine engine, String service, String label) {
    Optional<Service> model =
        engine.services().stream().filter(each -> each.element().equals(service)).findFirst();
    Strategy named = named(label, model.map(StrategyNames::replicas).orElse(1));
    return model.filter(each -> !each.strategy().label().equals(named.label())).map(_ -> named);
  }

  private static int replicas(Service service) {
    return service.placements().stream().mapToInt(Service.Placement::replicas).sum();
  }

  /** The figures that the model's reader takes where a text says nothing more. */
  private static Strategy named(String label, int replicas) {
    return switch (label.strip()) {
      case "canary" -> new Strategy.Canary(List.of(5.0, 25.0, 50.0, 100.0));
      case "blue-green" -> new Strategy.BlueGreen(List.of(10.0, 100.0));
      case "rolling" -> new Strategy.Rolling(replicas > 1 ? 1 : 0, 1);
      default ->
          throw ApiProblem.invalid(
              "strategy: " + label + " (expected: canary, blue-green or rolling)", "");
    };
  }
}
