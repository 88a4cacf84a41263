package dev.curtain.simulation;

import dev.curtain.analysis.Tally;
import dev.curtain.model.Gate;
import dev.curtain.model.Region;
import dev.curtain.rollout.ErrorBudget;
import dev.curtain.rollout.Policies;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Windows;
import dev.curtain.rollout.Windows.Answer;
import dev.curtain.rollout.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gates as far as paper knows of them: time, replicas, counts and policies are looked at; what
 * other systems would have to say is taken for granted, in words.
 */
final class PaperDoors implements Surroundings.Doors {
  private final Policies policies;
  private final List<Region> regions;

  PaperDoors(Policies policies, List<Region> regions) {
    this.policies = policies;
    this.regions = List.copyOf(regions);
  }

  @Override
  public Answer look(Site world, RolloutState rollout, Gate gate) {
    return switch (gate) {
      case Gate.Window window -> Windows.at(window, world.wall());
      case Gate.Policy policy -> policy(world, rollout, policy);
      case Gate.Budget budget -> budget(world, rollout, budget);
      case Gate.Health _ -> health(world, rollout);
      case Gate.Smoke smoke -> smoke(world, rollout, smoke);
      case Gate.Spare _ -> spare(rollout);
      case Gate.After after -> granted(String.join(", ", after.services()) + " at rest");
      case Gate.Migration migration -> granted("migration " + migration.name() + " done");
      case Gate.Exposed exposed -> exposed(world, rollout, exposed);
      case Gate.Drilled drilled -> granted("a " + drilled.kind() + " drill");
      case Gate.Approval _, Gate.Checklist _ ->
          throw new IllegalStateException(gate.label() + " is for people to open");
    };
  }

  private static Answer open(String reason) {
    return new Answer(true, reason, "");
  }

  private static Answer closed(String reason, String opener) {
    return new Answer(false, reason, opener);
  }

  private static Answer granted(String what) {
    return open(what + ": taken for granted on paper");
  }

  private Answer policy(Site world, RolloutState rollout, Gate.Policy policy) {
    Map<String, Object> facts = new LinkedHashMap<>(Policies.facts(rollout, world.wall()));
    facts.put(Policies.OVERDUE_FLAGS, 0L);
    try {
      return policies.holds(policy.expression(), facts)
          ? open(policy.expression() + " holds")
          : closed(policy.expression() + " does not hold", "");
    } catch (Policies.Unreadable e) {
      return closed(
          "the policy cannot be evaluated: " + e.getMessage(), "whoever corrects the model");
    }
  }

  private static Answer budget(Site world, RolloutState rollout, Gate.Budget budget) {
    Users.Counts counts = world.users().counts();
    List<TrackSpec> serving = rollout.spec().stable();
    return ErrorBudget.at(budget, new Tally(counts.started(serving), counts.failed(serving)));
  }

  /** A flag that is let out step by step, and does no harm, needs its time. */
  private static Answer exposed(Site world, RolloutState rollout, Gate.Exposed gate) {
    Duration needed = gate.every().multipliedBy(gate.steps().size());
    return world.wall().isBefore(rollout.since().plus(needed))
        ? closed("the flag " + gate.flag() + " is being let out", "its last step")
        : granted("the flag " + gate.flag() + " let out in " + Words.duration(needed));
  }

  private static Answer health(Site world, RolloutState rollout) {
    List<TrackSpec> tracks = new ArrayList<>(rollout.spec().stable());
    tracks.addAll(rollout.spec().candidate());
    Known known = world.durable();
    for (TrackSpec track : tracks) {
      int wanted = known.wanted(track.name());
      int ready = known.ready(track.name());
      if (ready < wanted) {
        return closed(
            ready + " of " + wanted + " replicas of " + track.name() + " are ready",
            "replicas that become ready");
      }
    }
    return open("every replica is ready");
  }

  /** A replica answers its smoke request as its version answers requests. */
  private static Answer smoke(Site world, RolloutState rollout, Gate.Smoke smoke) {
    String version = rollout.spec().to();
    double failing =
        world.scenario().behaviour(version).failingAt(world.hosts().sinceReady(version));
    for (TrackSpec track : rollout.spec().candidate()) {
      long failed = world.chance().of(world.durable().ready(track.name()), failing);
      if (failed > 0) {
        return closed(
            failed + " of " + track.name() + " fail at " + smoke.path(),
            "a new version that answers " + smoke.path());
      }
    }
    return open(smoke.path() + " is answered by every replica");
  }

  private Answer spare(RolloutState rollout) {
    if (regions.size() < 2) {
      return closed(
          rollout.spec().service() + " runs in one region: nobody could carry it", "the model");
    }
    for (Region region : regions) {
      Region.Spare spare = Region.without(region, regions);
      if (!region.standby() && !spare.enough()) {
        return closed(spare.words(), "more replicas there, or max_replicas");
      }
    }
    return open("the others carry any one region");
  }
}
