package dev.curtain.simulation;

import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Looks on: what the rollout was at, and for how long which share of users met the new version. */
final class Witness implements Invariant {
  private final List<Paper.Moment> moments = new ArrayList<>();

  /** Milliseconds by share of the traffic, 0..1. */
  private final TreeMap<Double, Long> exposed = new TreeMap<>();

  private double share;
  private long since;

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
    double now = latest.phase().ended() ? 0 : share(world, latest);
    if (now != share) {
      exposed.merge(share, world.now() - since, Long::sum);
      share = now;
      since = world.now();
    }
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved
          && (moved.before().phase() != moved.after().phase()
              || moved.before().held() != moved.after().held())) {
        moments.add(
            new Paper.Moment(
                world.now(),
                moved.after().phase(),
                moved.after().share(),
                RolloutMachine.apply(moved.before(), moved.event()).notes()));
      }
    }
    return Optional.empty();
  }

  private static double share(Sight world, RolloutState rollout) {
    int parts = 0;
    for (TrackSpec track : rollout.spec().candidate()) {
      parts += world.table().weight(track.name());
    }
    return (double) parts / Shares.WHOLE;
  }

  /** Nothing more is looked at. */
  void end(long at) {
    exposed.merge(share, at - since, Long::sum);
    since = at;
  }

  List<Paper.Moment> moments() {
    return moments;
  }

  /**
   * Distinct users that met the new version. A growing share keeps everybody who is on it, so
   * whoever is among the first {@code s} of all users was exposed whenever the share was {@code s}
   * or more; each user asks at random times (a Poisson process), all equally often.
   */
  long users(long users, double requestsPerSecond, Chance chance) {
    double perMilli = requestsPerSecond / users / 1_000;
    long met = 0;
    double reached = 0;
    for (double to : exposed.navigableKeySet()) {
      long there = exposed.tailMap(to, true).values().stream().mapToLong(Long::longValue).sum();
      if (to > reached) {
        long slice = Math.round(users * (to - reached));
        met += chance.of(slice, 1 - StrictMath.exp(-perMilli * there));
        reached = to;
      }
    }
    return met;
  }
}
