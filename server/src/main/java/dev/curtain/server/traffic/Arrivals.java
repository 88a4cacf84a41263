package dev.curtain.server.traffic;

import dev.curtain.server.traffic.Load.Target;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Who asks for what, and when: the same seed gives the same sequence. */
final class Arrivals {
  private final Load load;
  private final SplittableRandom random;
  private final Choice<Target> targets;
  private final String[] regionOfUser;
  private double dueNanos;

  Arrivals(Load load) {
    this.load = load;
    this.random = new SplittableRandom(load.seed());
    this.targets = new Choice<>(load.targets(), Target::weight);
    this.regionOfUser = regions(load, random.split());
  }

  /**
   * @param dueNanos since the start
   * @param user from 0
   * @param region empty where users live in none
   */
  record Arrival(long dueNanos, int user, String region, Target target) {
    String userName() {
      return "u-%06d".formatted(user + 1);
    }
  }

  /** The next in time, after an exponentially distributed gap. */
  Arrival next() {
    dueNanos += -Math.log(1 - random.nextDouble()) / load.requestsPerSecond() * 1e9;
    int user = random.nextInt(load.users());
    String region = regionOfUser.length == 0 ? "" : regionOfUser[user];
    return new Arrival((long) dueNanos, user, region, targets.pick(random));
  }

  private static String[] regions(Load load, SplittableRandom random) {
    if (load.regions().isEmpty()) {
      return new String[0];
    }
    List<Map.Entry<String, Double>> byName =
        load.regions().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    Choice<Map.Entry<String, Double>> choice = new Choice<>(byName, Map.Entry::getValue);
    String[] regions = new String[load.users()];
    for (int i = 0; i < regions.length; i++) {
      regions[i] = choice.pick(random).getKey();
    }
    return regions;
  }
}
