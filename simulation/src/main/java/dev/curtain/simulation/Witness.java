package dev.curtain.simulation;

import dev.curtain.model.Audience;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks on: what the rollout was at, and for how long which share of users met the new version. */
final class Witness implements Invariant {
  /** Whoever is in no group of the plan. */
  private static final String REST = "";

  private final List<Paper.Moment> moments = new ArrayList<>();
  private final Map<String, Exposed> parts = new LinkedHashMap<>();

  /** Requests that the new version was given until the rollout ended. */
  private long requests;

  private boolean over;

  /** One part of the users: milliseconds by share of its traffic, 0..1. */
  private static final class Exposed {
    final double size;
    final TreeMap<Double, Long> millis = new TreeMap<>();
    double share;
    long since;

    Exposed(double size) {
      this.size = size;
    }

    void is(double now, long at) {
      if (now != share) {
        end(at);
        share = now;
      }
    }

    void end(long at) {
      millis.merge(share, at - since, Long::sum);
      since = at;
    }

    /**
     * A growing share keeps everybody who is on it, so whoever is among the first {@code s} of all
     * users was exposed whenever the share was {@code s} or more; each user asks at random times (a
     * Poisson process), all equally often.
     */
    long met(long users, double perMilli, Chance chance) {
      long met = 0;
      double reached = 0;
      for (double to : millis.navigableKeySet()) {
        long there = millis.tailMap(to, true).values().stream().mapToLong(Long::longValue).sum();
        if (to > reached) {
          long slice = Math.round(users * size * (to - reached));
          met += chance.of(slice, 1 - StrictMath.exp(-perMilli * there));
          reached = to;
        }
      }
      return met;
    }
  }

  @Override
  public String promise() {
    return "whoever looks on changes nothing";
  }

  @Override
  public Optional<String> broken(Sight world) {
    RolloutState latest = world.durable().latest();
    if (latest == null) {
      return Optional.empty();
    }
    if (parts.isEmpty()) {
      divide(latest.spec(), world.scenario().surroundings());
    }
    parts.forEach((name, part) ->
        part.is(latest.phase().ended() ? 0 : share(name, world.table(), latest), world.now()));
    if (world instanceof Site site && !over) {
      over = latest.phase().ended();
      requests = site.users().counts().started(latest.spec().candidate());
    }
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved
          && (moved.before().phase() != moved.after().phase()
              || moved.before().step() != moved.after().step()
              || moved.before().held() != moved.after().held())) {
        moments.add(
            new Paper.Moment(
                world.now(),
                moved.after().phase(),
                moved.after().share(),
                words(moved.after()),
                RolloutMachine.apply(moved.before(), moved.event()).notes()));
      }
    }
    return Optional.empty();
  }

  /** What is being done: the step's own words where they say more than the phase does. */
  private static String words(RolloutState state) {
    return switch (state.phase()) {
      case SHIFTING, GATED -> state.currentStep().map(Step::describe).orElse(state.phase().words());
      case PLANNED,
          BASELINING,
          PROVISIONING,
          WATCHING,
          EXPERIMENTING,
          AWAITING,
          SOAKING,
          RETIRING,
          RESTORING,
          ROLLING_BACK,
          CLEARING,
          PROMOTED,
          REPORTED,
          ROLLED_BACK,
          INCONCLUSIVE,
          FAILED ->
          state.phase().words();
    };
  }

  private void divide(RolloutSpec spec, Surroundings surroundings) {
    double rest = 1;
    for (Step step : spec.steps()) {
      if (step instanceof Step.Open open) {
        for (Audience audience : open.audiences()) {
          if (!parts.containsKey(audience.name())) {
            double size = Math.min(rest, surroundings.group(audience.name()));
            parts.put(audience.name(), new Exposed(size));
            rest -= size;
          }
        }
      }
    }
    parts.put(REST, new Exposed(rest));
  }

  private static double share(String part, Table table, RolloutState rollout) {
    Map<String, Integer> weights = table.weights();
    for (int i = 0; i < table.groups().size(); i++) {
      if (table.asked().groups().get(i).audience().name().equals(part)) {
        weights = table.groups().get(i);
      }
    }
    int sum = 0;
    for (TrackSpec track : rollout.spec().candidate()) {
      sum += weights.getOrDefault(track.name(), 0);
    }
    return (double) sum / Shares.WHOLE;
  }

  /** Nothing more is looked at. */
  void end(long at) {
    parts.values().forEach(part -> part.end(at));
  }

  long requests() {
    return requests;
  }

  List<Paper.Moment> moments() {
    return moments;
  }

  /** Distinct users that met the new version. */
  long users(long users, double requestsPerSecond, Chance chance) {
    double perMilli = requestsPerSecond / users / 1_000;
    return parts.values().stream().mapToLong(part -> part.met(users, perMilli, chance)).sum();
  }
}
