package dev.curtain.server.engine;

import dev.curtain.model.Gate;
import dev.curtain.model.Region;
import dev.curtain.rollout.Migrations;
import dev.curtain.rollout.Policies;
import dev.curtain.rollout.RolloutEvent.GateAnswered;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Windows;
import dev.curtain.rollout.Words;
import dev.curtain.server.flags.Overdue;
import dev.curtain.server.flags.WayOut;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.slo.SloBook;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks whether a gate is open, in the world as it is. */
final class GateKeeper {
  private final Looks looks;
  private final EventLog log;
  private final SloBook objectives;
  private final Policies policies;
  private final Migrations migrations;
  private final Map<String, List<Region>> regions;
  private final Smoke smoke = new Smoke();

  /**
   * @param objectives what was counted for each service, this version's and earlier ones'
   * @param regions of each service
   */
  GateKeeper(
      Looks looks,
      EventLog log,
      SloBook objectives,
      Policies policies,
      Migrations migrations,
      Map<String, List<Region>> regions) {
    this.looks = looks;
    this.regions = regions;
    this.log = log;
    this.objectives = objectives;
    this.policies = policies;
    this.migrations = migrations;
  }

  private record Answer(boolean open, String reason, String opener) {
    static Answer open(String reason) {
      return new Answer(true, reason, "");
    }

    static Answer closed(String reason, String opener) {
      return new Answer(false, reason, opener);
    }
  }

  /** Takes as long as it takes; a gate that cannot be judged is closed. */
  GateAnswered answer(World world, RolloutState rollout, long effect, Gate gate, Instant now)
      throws InterruptedException {
    Answer answer = look(world, rollout, gate, now);
    String skip =
        "in an emergency: curtain skip " + rollout.spec().id() + " --reason WHY, which is kept";
    String opener = answer.opener().isEmpty() ? skip : answer.opener() + "; " + skip;
    return new GateAnswered(
        now, effect, answer.open(), answer.reason(), answer.open() ? "" : opener);
  }

  private Answer look(World world, RolloutState rollout, Gate gate, Instant now)
      throws InterruptedException {
    return switch (gate) {
      case Gate.Window window -> {
        Windows.Answer at = Windows.at(window, now);
        yield new Answer(at.open(), at.reason(), at.opener());
      }
      case Gate.Policy policy -> policy(rollout, policy, now);
      case Gate.Budget budget -> budget(world, rollout, budget, now);
      case Gate.After after -> after(world, after);
      case Gate.Migration migration ->
          migrations
              .done(migration.name())
              .map(done ->
                  done
                      ? Answer.open("migration " + migration.name() + " is done")
                      : Answer.closed(
                          "migration " + migration.name() + " is not done",
                          "whoever carries the migration out"))
              .orElse(
                  Answer.closed(
                      "nothing is known of a migration " + migration.name(),
                      "whoever carries the migration out"));
      case Gate.Exposed exposed -> exposed(rollout, exposed);
      case Gate.Health _ -> health(world, rollout);
      case Gate.Smoke asked -> {
        Optional<String> failed = smoke.failed(candidates(world, rollout), asked.path());
        yield failed
            .map(why -> Answer.closed(why, "a new version that answers " + asked.path()))
            .orElse(Answer.open(asked.path() + " is answered by every replica"));
      }
      case Gate.Spare _ -> spare(world, rollout);
      case Gate.Drilled drilled -> drilled(rollout, drilled, now);
      case Gate.Approval _, Gate.Checklist _ ->
          throw new IllegalStateException(gate.label() + " is for people to open");
    };
  }

  private Answer policy(RolloutState rollout, Gate.Policy policy, Instant now) {
    Map<String, Object> facts = new HashMap<>(Policies.facts(rollout, now));
    List<String> overdue =
        policy.expression().contains(Policies.OVERDUE_FLAGS)
            ? Overdue.of(log, rollout.spec().service(), LocalDate.ofInstant(now, ZoneOffset.UTC))
            : List.of();
    facts.put(Policies.OVERDUE_FLAGS, (long) overdue.size());
    try {
      return policies.holds(policy.expression(), facts)
          ? Answer.open(policy.expression() + " holds")
          : overdue.isEmpty()
              ? Answer.closed(policy.expression() + " does not hold", "")
              : Answer.closed(
                  policy.expression() + " does not hold: overdue are " + String.join(", ", overdue),
                  "their owners, by curtain flag remove, or set --remove-by with a reason");
    } catch (Policies.Unreadable e) {
      return Answer.closed(
          "the policy cannot be evaluated: " + e.getMessage(), "whoever corrects the model");
    }
  }

  private Answer exposed(RolloutState rollout, Gate.Exposed gate) {
    String again = "curtain flag rollout " + gate.flag() + " lets it out again";
    String back = "curtain abort " + rollout.spec().id() + " goes back to the version before";
    return switch (WayOut.of(log, gate.flag())) {
      case WayOut.Unknown _ ->
          Answer.closed(
              "there is no flag " + gate.flag(),
              "whoever makes it: curtain flag set, or the model");
      case WayOut.Everybody _ -> Answer.open("everybody has " + gate.flag());
      case WayOut.Step step ->
          Answer.closed(
              gate.flag() + " is let out to " + step.words(),
              "the judge, step by step: curtain flag list " + gate.flag());
      case WayOut.Off off ->
          Answer.closed(
              gate.flag() + " was turned off by " + off.who() + ": " + off.why(),
              again + "; " + back);
      case WayOut.Still still ->
          Answer.closed(
              gate.flag() + " is not on its way out: " + still.last(), again + "; " + back);
    };
  }

  private Answer budget(World world, RolloutState rollout, Gate.Budget gate, Instant now)
      throws InterruptedException {
    try {
      objectives.look(world, looks.look());
      Windows.Answer answer = Budgets.answer(objectives, rollout.spec().service(), gate, now);
      return new Answer(answer.open(), answer.reason(), answer.opener());
    } catch (IOException e) {
      return Answer.closed("the router gives no measures: " + e.getMessage(), "");
    }
  }

  private static Answer after(World world, Gate.After after) {
    List<String> missing = new ArrayList<>();
    for (String service : after.services()) {
      ServiceState state = world.services().get(service);
      if (state == null) {
        missing.add(service + " is not raised");
      } else if (world.rolloutOf(service).isPresent()) {
        missing.add(service + " is being changed");
      } else {
        unready(world, state.tracks()).ifPresent(missing::add);
      }
    }
    return missing.isEmpty()
        ? Answer.open(String.join(", ", after.services()) + " at rest")
        : Answer.closed(String.join("; ", missing), "the end of that");
  }

  private static Answer health(World world, RolloutState rollout) {
    List<TrackSpec> tracks = new ArrayList<>(rollout.spec().stable());
    tracks.addAll(rollout.spec().candidate());
    return unready(world, tracks)
        .map(why -> Answer.closed(why, "replicas that become ready"))
        .orElse(Answer.open("every replica is ready"));
  }

  /** Whether any one region may be lost: now, and with what the others may grow to. */
  private Answer spare(World world, RolloutState rollout) {
    String service = rollout.spec().service();
    List<Region> all = regions.getOrDefault(service, List.of());
    if (all.size() < 2) {
      return Answer.closed(service + " runs in one region: nobody could carry it", "the model");
    }
    for (Region region : all) {
      boolean out =
          rollout.spec().stable().stream()
              .filter(track -> region.nodes().contains(track.node()) && track.replicas() > 0)
              .anyMatch(track -> unready(world, List.of(track)).isPresent());
      if (out) {
        return Answer.closed(
            region.name() + " has not all of its replicas: the others are its spare already",
            "replicas that become ready");
      }
      Region.Spare spare = Region.without(region, all);
      if (!region.standby() && !spare.enough()) {
        return Answer.closed(spare.words(), "more replicas there, or max_replicas");
      }
    }
    return Answer.open("the others carry any one region");
  }

  private static Optional<String> unready(World world, List<TrackSpec> tracks) {
    for (TrackSpec track : tracks) {
      int wanted = world.wanted().getOrDefault(track.name(), 0);
      int ready = world.ready(track.name());
      if (ready < wanted) {
        return Optional.of(ready + " of " + wanted + " replicas of " + track.name() + " are ready");
      }
    }
    return Optional.empty();
  }

  private static List<ReplicaState> candidates(World world, RolloutState rollout) {
    return rollout.spec().candidate().stream()
        .flatMap(track -> world.replicasOf(track.name()).stream())
        .filter(each -> each.status() == ReplicaStatus.READY)
        .toList();
  }

  private Answer drilled(RolloutState rollout, Gate.Drilled drilled, Instant now) {
    String service = rollout.spec().service();
    Optional<Entry.Drilled> latest =
        log.about(service).stream()
            .flatMap(entry ->
                entry instanceof Entry.Drilled drill
                        && drill.kind().equals(drilled.kind())
                        && drill.held()
                    ? Optional.of(drill).stream()
                    : Optional.<Entry.Drilled>empty().stream())
            .reduce((_, later) -> later);
    String how = "curtain drill " + drilled.kind() + " " + service;
    return latest
        .map(drill -> {
          Duration age = Duration.between(drill.at(), now);
          return age.compareTo(drilled.within()) <= 0
              ? Answer.open("drilled " + Words.duration(age) + " ago: " + drill.words())
              : Answer.closed(
                  "the last " + drilled.kind() + " drill was " + Words.duration(age) + " ago", how);
        })
        .orElse(Answer.closed("there was no " + drilled.kind() + " drill that held", how));
  }
}
