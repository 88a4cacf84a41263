package dev.curtain.simulation;

import dev.curtain.model.Audience;
import dev.curtain.model.Gate;
import dev.curtain.model.Release;
import dev.curtain.model.Strategy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
          Strategies::rolling,
          (chance, _) -> new Strategy.Recreate(Duration.ofMinutes(chance.between(1, 10))),
          (chance, _) -> shadow(chance),
          (chance, _) -> ab(chance),
          (chance, _) -> ring(chance));

  /** Those whose previous version stays warm until the end: a set needs that. */
  static final List<Draw> WARM =
      List.of(
          (chance, _) -> new Strategy.Canary(chance.one(CLIMBS)),
          (chance, _) ->
              new Strategy.BlueGreen(chance.one(List.of(List.of(100.0), List.of(10.0, 100.0)))),
          (chance, _) -> ab(chance),
          (chance, _) -> ring(chance));

  private static Strategy shadow(Chance chance) {
    Optional<Strategy> then =
        chance.once(0.4) ? Optional.of(new Strategy.Canary(chance.one(CLIMBS))) : Optional.empty();
    return new Strategy.Shadow(
        chance.between(10, 100),
        Duration.ofSeconds(chance.between(30, 600)),
        chance.once(0.2),
        chance.once(0.7),
        0.01,
        then);
  }

  private static Strategy ab(Chance chance) {
    return new Strategy.Ab(
        chance.once(0.5) ? List.of() : List.of(audience("countries")),
        chance.between(20, 50),
        Duration.ofMinutes(chance.between(5, 60)),
        chance.between(100, 1_000),
        0.05,
        chance.once(0.7));
  }

  private static Strategy ring(Chance chance) {
    return new Strategy.Ring(
        List.of(
            new Strategy.Circle(audience("staff"), 0, soak(chance), List.of()),
            new Strategy.Circle(
                new Audience("early", List.of()),
                chance.between(1, 30),
                soak(chance),
                chance.once(0.3) ? List.of(new Gate.Approval(1, List.of())) : List.of()),
            new Strategy.Circle(
                new Audience("everybody", List.of()), 100, Optional.empty(), List.of())));
  }

  private static Optional<Duration> soak(Chance chance) {
    return chance.once(0.5)
        ? Optional.of(Duration.ofSeconds(chance.between(10, 300)))
        : Optional.empty();
  }

  private static Audience audience(String name) {
    return new Audience(
        name,
        List.of(new Audience.Condition(Audience.Source.HEADER, "x-" + name, List.of("yes"), 0)));
  }

  /** The one thing on every checklist. */
  static final String ITEM = "support is told";

  private static final List<Gate> GATES =
      List.of(
          new Gate.Checklist(List.of(ITEM)),
          new Gate.Approval(1, List.of()),
          new Gate.Health(),
          new Gate.Smoke("/"),
          new Gate.Policy("crashes == 0"));

  /** Gates somewhere, in some worlds. */
  static Release release(Chance chance) {
    Map<Release.Point, List<Gate>> gates = new EnumMap<>(Release.Point.class);
    for (Release.Point point : Release.Point.values()) {
      if (chance.once(0.3)) {
        gates.put(point, List.of(chance.one(GATES)));
      }
    }
    return new Release(
        Optional.empty(),
        Map.of(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        gates);
  }

  /** One region after the other; places are regions of their own. */
  static Release regional(Chance chance, Release release) {
    return new Release(
        release.soak(),
        release.watches(),
        release.eager(),
        false,
        release.returnWindow(),
        Optional.of(
            new Release.Regional(
                chance.once(0.5) ? List.of("N1") : List.of(),
                chance.once(0.7)
                    ? Optional.of(Duration.ofSeconds(chance.between(10, 600)))
                    : Optional.empty())),
        release.failoverWithin(),
        release.gates());
  }

  /** With a fresh baseline. */
  static Release paired(Release release) {
    return new Release(
        release.soak(),
        release.watches(),
        release.eager(),
        true,
        release.returnWindow(),
        release.regional(),
        release.failoverWithin(),
        release.gates());
  }

  private static Strategy rolling(Chance chance, int replicas) {
    int surge = Math.max(0, chance.between(-2, 2));
    int unavailable =
        surge == 0 && replicas == 1 ? 0 : chance.between(surge == 0 ? 1 : 0, replicas - 1);
    return new Strategy.Rolling(unavailable, surge == 0 && unavailable == 0 ? 1 : surge);
  }
}
