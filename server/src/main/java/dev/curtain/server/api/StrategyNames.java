package dev.curtain.server.api;

import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.engine.KnownStrategies;
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
    if (model.isEmpty() || model.get().strategy().label().equals(label.strip())) {
      return Optional.empty();
    }
    Optional<Strategy> named = KnownStrategies.named(model.get(), label.strip());
    if (named.isEmpty()) {
      throw ApiProblem.invalid(
          "strategy: " + label + " (expected: " + KnownStrategies.NAMES + ")",
          label.strip().equals("ring")
              ? "who is in which ring only a model can say: rings { … }"
              : "");
    }
    return named;
  }
}
