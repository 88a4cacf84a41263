package dev.curtain.simulation;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Audience;
import dev.curtain.model.Ordered;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Outcomes of an experiment as a shop would report them: users that were seen for the first time
 * since the report before, each of whom converts or does not. Users ask at random times, all
 * equally often.
 */
final class Conversions implements Surroundings.Outcomes {
  private final long users;
  private final Map<String, Double> rates;
  private final double otherwise;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  /** What was seen of an experiment until {@code to}. */
  private record Seen(long to, long baseline, long candidate) {}

  /**
   * @param users of the service
   * @param rates share of users who convert, 0..1, by version
   * @param otherwise of versions that are not named
   */
  Conversions(long users, Map<String, Double> rates, double otherwise) {
    this.users = users;
    this.rates = Ordered.copyOf(rates);
    this.otherwise = otherwise;
  }

  @Override
  public Optional<Block.Sides> since(Site world, RolloutState rollout) {
    String id = rollout.spec().id();
    long now = world.now();
    Seen before = seen.get(id);
    if (before == null
        || !(rollout.currentStep().orElse(null) instanceof Step.Trial trial)
        || !trial.reported()) {
      seen.put(id, new Seen(now, 0, 0));
      return Optional.empty();
    }
    double part = participants(world, rollout);
    double perMilli = world.scenario().requestsPerSecond() / users / 1_000;
    double come = -StrictMath.expm1(-perMilli * (now - before.to()));
    Chance chance = world.chance();
    long there = Math.round(users * part * trial.share() / 100);
    long here = Math.round(users * part) - there;
    long candidate = chance.of(there - before.candidate(), come);
    long baseline = chance.of(here - before.baseline(), come);
    seen.put(id, new Seen(now, before.baseline() + baseline, before.candidate() + candidate));
    if (candidate + baseline == 0) {
      return Optional.empty();
    }
    double old = rate(rollout.spec().from().orElse(TrackSpec.UNVERSIONED));
    double fresh = rate(rollout.spec().to());
    return Optional.of(
        new Block.Sides(
            new Tally(baseline, chance.of(baseline, old)),
            new Tally(candidate, chance.of(candidate, fresh))));
  }

  private double rate(String version) {
    return rates.getOrDefault(version, otherwise);
  }

  /** Part of all users who take part, 0..1. */
  private static double participants(Site world, RolloutState rollout) {
    for (int i = rollout.step(); i >= 0; i--) {
      if (rollout.spec().steps().get(i) instanceof Step.Open open) {
        double named =
            open.audiences().stream()
                .map(Audience::name)
                .mapToDouble(world.scenario().surroundings()::group)
                .sum();
        return open.audiences().isEmpty() ? 1 : Math.min(1, named);
      }
    }
    return 1;
  }
}
