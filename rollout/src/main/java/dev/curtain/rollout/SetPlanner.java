package dev.curtain.rollout;

import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** From several services and their versions to rollouts that move as one. Pure. */
public final class SetPlanner {
  private SetPlanner() {}

  /**
   * A service that is to move with others.
   *
   * @param rollout the deployment id that its rollout is to have
   */
  public record Member(
      String rollout, Service service, List<TrackSpec> stable, Optional<String> from, String to) {
    public Member {
      stable = List.copyOf(stable);
    }
  }

  /**
   * @param members whoever is depended on first
   * @param inOrder one after the other, each by its own strategy; otherwise all change over in one
   *     route table, by the same shares: the most careful ones that a member's model has
   * @param strategy instead of the models'
   * @throws PlanRefused if there is no such way, or no way back from it for all
   */
  public static List<RolloutSpec> plan(
      String id, List<Member> members, boolean inOrder, Optional<Strategy> strategy, Pace pace)
      throws PlanRefused {
    if (members.size() < 2) {
      throw new PlanRefused("a set is of several services (expected: at least two)");
    }
    VersionSet set = new VersionSet(id, members.stream().map(Member::rollout).toList(), inOrder);
    Optional<Strategy> shared = inOrder ? strategy : Optional.of(common(members, strategy));
    List<RolloutSpec> specs = new ArrayList<>();
    for (Member member : members) {
      Strategy chosen = shared.orElse(member.service().strategy());
      if (!staysWarm(chosen)) {
        throw new PlanRefused(
            member.service().element()
                + " by "
                + chosen.label()
                + " has no way back by route until its set has arrived, and a set goes back whole"
                + " (expected: blue-green, canary, ring or ab for every member; --strategy"
                + " blue-green)");
      }
      if (!inOrder && Regions.wanted(member.service()).isPresent()) {
        throw new PlanRefused(
            member.service().element()
                + " goes from region to region, and a set changes over in one route table"
                + " (expected: --in-order, where each member keeps its regions; or no regions in"
                + " its model)");
      }
      RolloutSpec alone =
          Planner.plan(
              member.rollout(),
              member.service(),
              member.stable(),
              member.from(),
              member.to(),
              Optional.of(chosen),
              pace);
      specs.add(alone.in(set, inOrder ? inTurn(alone.steps()) : together(alone.steps())));
    }
    return specs;
  }

  private static boolean staysWarm(Strategy strategy) {
    return switch (strategy) {
      case Strategy.BlueGreen _, Strategy.Canary _, Strategy.Ring _, Strategy.Ab _ -> true;
      case Strategy.Rolling _, Strategy.Recreate _, Strategy.Shadow _ -> false;
    };
  }

  /** One list of shares for all, or they could not change over in the same table. */
  private static Strategy common(List<Member> members, Optional<Strategy> strategy)
      throws PlanRefused {
    Strategy chosen =
        strategy.orElseGet(() ->
            members.stream()
                .map(member -> member.service().strategy())
                .filter(each -> !shares(each).isEmpty())
                .max(Comparator.comparingInt(each -> shares(each).size()))
                .orElse(new Strategy.BlueGreen(List.of(100.0))));
    if (shares(chosen).isEmpty()) {
      throw new PlanRefused(
          "a set does not change over by "
              + chosen.label()
              + " (expected: canary or blue-green; --in-order lets each member have its own)");
    }
    return chosen;
  }

  private static List<Double> shares(Strategy strategy) {
    return switch (strategy) {
      case Strategy.BlueGreen blueGreen -> blueGreen.steps();
      case Strategy.Canary canary -> canary.steps();
      case Strategy.Rolling _,
          Strategy.Recreate _,
          Strategy.Shadow _,
          Strategy.Ab _,
          Strategy.Ring _ ->
          List.of();
    };
  }

  /** Every share is taken at the same time, and nobody leaves its way back before all may. */
  private static List<Step> together(List<Step> steps) {
    List<Step> met = new ArrayList<>();
    int meeting = Step.Await.TURN;
    for (Step step : steps) {
      if (step instanceof Step.Shift || takesAway(step)) {
        met.add(new Step.Await(++meeting));
      }
      met.add(step);
    }
    return met;
  }

  private static List<Step> inTurn(List<Step> steps) {
    List<Step> met = new ArrayList<>(List.of(new Step.Await(Step.Await.TURN)));
    for (Step step : steps) {
      if (takesAway(step)) {
        met.add(new Step.Await(Step.Await.TURN + 1));
      }
      met.add(step);
    }
    return met;
  }

  private static boolean takesAway(Step step) {
    return step instanceof Step.Scale scale && scale.purpose() == Step.Purpose.RETIRE;
  }
}
