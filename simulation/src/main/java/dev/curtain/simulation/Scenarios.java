package dev.curtain.simulation;

import dev.curtain.model.Release;
import dev.curtain.model.RollbackPolicy;
import dev.curtain.model.Service;
import dev.curtain.model.Service.Placement;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws what a world is made of. Every kind of trouble is in some worlds and not in others ("swarm
 * testing", Groce et al., 2012): what always goes wrong hides what seldom does.
 */
final class Scenarios {
  private static final long SALT = 0x5ca1ab1eL;
  private static final int MINUTE = 60_000;

  private Scenarios() {}

  static Cast draw(long seed) {
    Chance chance = new Chance(seed * 0x9e3779b97f4a7c15L ^ SALT);
    List<String> versions = chance.once(0.25) ? List.of("v2", "v3") : List.of("v2");
    int services = chance.once(0.25) ? chance.between(2, 3) : 1;
    Optional<Boolean> inOrder = services > 1 ? Optional.of(chance.once(0.5)) : Optional.empty();
    Hazards hazards = hazards(chance);
    Pace pace = new Pace(1, Duration.ofSeconds(chance.between(20, 240)));
    long beat = chance.between(15_000, 40_000);
    List<Scenario> scenarios = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      Map<String, Behaviour> behaviours = new LinkedHashMap<>();
      for (String version : versions) {
        behaviours.put(version, behaviour(chance));
      }
      scenarios.add(
          new Scenario(
              service(chance, "S" + (i == 0 ? "" : i), inOrder),
              behaviours,
              hazards,
              pace,
              rate(chance),
              beat,
              chance.between(50, 20_000),
              Surroundings.LUCK));
    }
    return new Cast(scenarios, waves(chance, scenarios, versions, inOrder));
  }

  /** Sets first; what comes after may be of one service alone. */
  private static List<Wave> waves(
      Chance chance, List<Scenario> services, List<String> versions, Optional<Boolean> inOrder) {
    List<Wave> waves = new ArrayList<>();
    for (String version : versions) {
      if (inOrder.isEmpty() || !waves.isEmpty() && chance.once(0.5)) {
        waves.add(Wave.of(chance.one(services).service().element(), version));
      } else {
        Map<String, String> all = new LinkedHashMap<>();
        services.forEach(each -> all.put(each.service().element(), version));
        waves.add(new Wave(all, inOrder));
      }
    }
    return waves;
  }

  private static final List<List<Double>> SHARES =
      List.of(
          List.of(100.0),
          List.of(50.0, 50.0),
          List.of(70.0, 30.0),
          List.of(100.0, 0.0),
          List.of(50.0, 30.0, 20.0),
          List.of(60.0, 40.0, 0.0));

  /**
   * @param inOrder how it moves in a set; empty: it is in none
   */
  private static Service service(Chance chance, String name, Optional<Boolean> inOrder) {
    List<Double> shares = chance.one(SHARES);
    List<Placement> placements = new ArrayList<>();
    int replicas = 0;
    for (int i = 0; i < shares.size(); i++) {
      int here = chance.between(1, 3);
      replicas += here;
      double share = shares.get(i);
      placements.add(
          new Placement(
              "P/N" + i + "/" + name, "P/N" + i, Optional.empty(), here, share, share == 0));
    }
    boolean own = inOrder.orElse(false);
    Strategy strategy = chance.one(own ? Strategies.WARM : Strategies.ALL).of(chance, replicas);
    Release release = chance.once(0.3) ? Strategies.release(chance) : Release.NONE;
    if (inOrder.orElse(true) && shares.size() > 1 && chance.once(0.3)) {
      release = Strategies.regional(chance, release);
    } else if (chance.once(0.1)) {
      release = Strategies.paired(release);
    }
    return new Service(
            name,
            "Service",
            Optional.of("v1"),
            placements,
            Optional.empty(),
            strategy,
            policy(chance),
            new Service.Launch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of()))
        .with(release);
  }

  private static RollbackPolicy policy(Chance chance) {
    return new RollbackPolicy(
        chance.once(0.85),
        chance.once(0.5) ? Optional.of(chance.one(List.of(0.01, 0.05))) : Optional.empty(),
        chance.once(0.3)
            ? List.of(new RollbackPolicy.LatencyBound(0.95, Duration.ofMillis(500)))
            : List.of(),
        Optional.of(Duration.ofSeconds(chance.between(10, 150))));
  }

  private static double rate(Chance chance) {
    return switch (chance.between(0, 9)) {
      case 0 -> 0;
      case 1, 2 -> chance.between(1, 5);
      default -> chance.between(10, 400);
    };
  }

  private static Behaviour behaviour(Chance chance) {
    return switch (chance.between(0, 11)) {
      case 0 -> Behaviour.failing(1);
      case 1 -> Behaviour.failing(chance.between(1, 30) / 100.0);
      case 2 -> new Behaviour(0, 0, 0.2, 2_000_000, 0, 0, 0, false);
      case 3 -> new Behaviour(0, 0, 0, 0, 0, 0, chance.between(1_000, 20 * MINUTE), false);
      case 4 -> new Behaviour(0, 0, 0, 0, 0, 0, 0, true);
      case 5 -> new Behaviour(1, 0, 0, 0, chance.between(500, 20_000), 2 * MINUTE, 0, false);
      default -> Behaviour.SOUND;
    };
  }

  private static Hazards hazards(Chance chance) {
    boolean restless = chance.once(0.4);
    return new Hazards(
        some(chance, 0.6, 20, 400),
        chance.once(0.7) ? 5_000 : 40 * MINUTE,
        some(chance, 0.3, 3 * MINUTE, 60 * MINUTE),
        share(chance, 0.3, 0.5),
        share(chance, 0.2, 0.5),
        share(chance, 0.2, 0.3),
        share(chance, 0.4, 0.3),
        share(chance, 0.4, 0.3),
        some(chance, 0.2, 3 * MINUTE, 20 * MINUTE),
        some(chance, 0.2, 3 * MINUTE, 20 * MINUTE),
        some(chance, 0.2, 2 * MINUTE, 20 * MINUTE),
        share(chance, 0.3, 0.2),
        restless ? chance.between(MINUTE / 3, 10 * MINUTE) : 0,
        restless ? share(chance, 0.5, 0.3) : 0,
        some(chance, 0.2, 2 * MINUTE, 15 * MINUTE),
        chance.between(5 * MINUTE, 40 * MINUTE));
  }

  private static double some(Chance chance, double often, int low, int high) {
    return chance.once(often) ? chance.between(low, high) : 0;
  }

  private static double share(Chance chance, double often, double most) {
    return chance.once(often) ? most * chance.between(1, 10) / 10 : 0;
  }
}
