package dev.curtain.simulation;

import dev.curtain.model.Strategy;
import java.util.List;

/** Ways to roll out that worlds are made of: a new strategy joins by a line. */
final class Strategies {
  private Strategies() {}

  /** Draws one for a service of {@code replicas} replicas, {@code >= 1}. */
  interface Draw {
    Strategy of(Chance chance, int replicas);
  }

  private static final List<List<Double>> CLIMBS =
      List.of(List.of(5.0, 25.0, 100.0), List.of(10.0, 50.0, 100.0), List.of(50.0, 100.0));

  static final List<Draw> ALL =
      List.of(
          (chance, _) -> new Strategy.Canary(chance.one(CLIMBS)),
          (chance, _) ->
              new Strategy.BlueGreen(chance.one(List.of(List.of(100.0), List.of(10.0, 100.0)))),
          Strategies::rolling);

  private static Strategy rolling(Chance chance, int replicas) {
    int surge = Math.max(0, chance.between(-2, 2));
    int unavailable =
        surge == 0 && replicas == 1 ? 0 : chance.between(surge == 0 ? 1 : 0, replicas - 1);
    return new Strategy.Rolling(unavailable, surge == 0 && unavailable == 0 ? 1 : surge);
  }
}
