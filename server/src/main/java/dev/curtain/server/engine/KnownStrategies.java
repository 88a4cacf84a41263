package dev.curtain.server.engine;

import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a strategy is when it is only named: the figures that the model's reader takes. */
public final class KnownStrategies {
  /** Those that can be asked for by name alone. */
  public static final String NAMES = "canary, blue-green, rolling, recreate, shadow or ab";

  private KnownStrategies() {}

  /** Empty where there is none of that name, or it is nothing without what only a model can say. */
  public static Optional<Strategy> named(Service service, String label) {
    if (service.strategy().label().equals(label)) {
      return Optional.of(service.strategy());
    }
    int replicas = service.placements().stream().mapToInt(Service.Placement::replicas).sum();
    return switch (label) {
      case "canary" -> Optional.of(new Strategy.Canary(List.of(5.0, 25.0, 50.0, 100.0)));
      case "blue-green" -> Optional.of(new Strategy.BlueGreen(List.of(10.0, 100.0)));
      case "rolling" -> Optional.of(new Strategy.Rolling(replicas > 1 ? 1 : 0, 1));
      case "recreate" -> Optional.of(new Strategy.Recreate(Duration.ofMinutes(5)));
      case "shadow" ->
          Optional.of(
              new Strategy.Shadow(
                  100, Duration.ofMinutes(10), false, true, 0.01, Optional.empty()));
      case "ab" ->
          Optional.of(new Strategy.Ab(List.of(), 50, Duration.ofDays(14), 100, 0.05, true));
      default -> Optional.empty();
    };
  }
}
