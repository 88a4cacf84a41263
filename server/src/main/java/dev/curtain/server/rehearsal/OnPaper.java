package dev.curtain.server.rehearsal;

import dev.curtain.model.Audience;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Region;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.DependencyOrder;
import dev.curtain.rollout.Manner;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.runtime.standin.Fault.Effect;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.policy.CelPolicies;
import dev.curtain.simulation.Behaviour;
import dev.curtain.simulation.Paper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A rehearsal on paper: the same order and the same faults, in the simulation's world. Pure. */
public final class OnPaper {
  private OnPaper() {}

  /** Part of all users, 0..1, in a group of which nobody says how large it is. */
  private static final double GROUP = 0.01;

  /** Share of users who convert, 0..1, where nobody says it. */
  private static final double CONVERSION = 0.1;

  /**
   * What is taken for granted of people and users.
   *
   * @param from when the rollouts are asked for
   * @param answerAfter how long people take to open a gate
   * @param groups part of all users, 0..1, by the name of a ring or an audience
   * @param conversions share of users who convert, 0..1, by service and version
   */
  public record Assumed(
      Instant from,
      Duration answerAfter,
      Map<String, Double> groups,
      Map<String, Map<String, Double>> conversions) {
    public Assumed {
      groups = Map.copyOf(groups);
      conversions = Map.copyOf(conversions);
    }
  }

  /**
   * @param rollouts one report per service that moves, in the order of the model; of a set whose
   *     members go one after the other, in that order
   */
  public record Outcome(Order order, Duration horizon, List<Paper.Report> rollouts) {
    public Outcome {
      rollouts = List.copyOf(rollouts);
    }
  }

  /**
   * Plays every rollout of an order, each in a world of its own, or all of them in one where they
   * are a set; the services that move share the requests evenly.
   *
   * @throws Refused if the order, or what is assumed, names what is not there
   * @throws PlanRefused if a rollout cannot be planned
   */
  public static Outcome play(Order order, Duration horizon, Assumed assumed)
      throws Refused, PlanRefused {
    Map<String, String> versions = Scene.rollouts(order);
    requireKnown(order, versions, assumed);
    List<Paper.Order> papers = new ArrayList<>();
    for (Service service : order.deployment().services()) {
      String version = versions.get(service.element());
      if (version != null) {
        papers.add(
            new Paper.Order(
                service,
                version,
                behaviours(order, service),
                order.requestsPerSecond() / versions.size(),
                order.users(),
                horizon,
                circumstances(order, service, assumed),
                order.seed() + papers.size()));
      }
    }
    if (order.manner() != Manner.ALONE && !papers.isEmpty()) {
      boolean inOrder = order.manner() == Manner.IN_ORDER;
      return new Outcome(
          order, horizon, Paper.play(inOrder ? inTurn(papers, order) : papers, inOrder));
    }
    List<Paper.Report> reports = new ArrayList<>();
    for (Paper.Order paper : papers) {
      reports.add(Paper.play(paper));
    }
    return new Outcome(order, horizon, reports);
  }

  /** Whoever is depended on first, by the relations of the model. */
  private static List<Paper.Order> inTurn(List<Paper.Order> papers, Order order)
      throws PlanRefused {
    List<String> turns =
        DependencyOrder.of(
            papers.stream().map(paper -> paper.service().element()).toList(),
            ModelReader.read(order.text()).model().relations());
    return papers.stream()
        .sorted(Comparator.comparingInt(paper -> turns.indexOf(paper.service().element())))
        .toList();
  }

  private static Paper.Circumstances circumstances(Order order, Service service, Assumed assumed) {
    return new Paper.Circumstances(
        assumed.from(),
        assumed.answerAfter(),
        assumed.groups(),
        GROUP,
        assumed.conversions().getOrDefault(service.element(), Map.of()),
        CONVERSION,
        new CelPolicies(),
        Region.of(order.deployment(), service));
  }

  private static void requireKnown(Order order, Map<String, String> versions, Assumed assumed)
      throws Refused {
    Set<String> groups = new TreeSet<>();
    Map<String, Set<String>> known = new HashMap<>();
    for (Service service : order.deployment().services()) {
      groups.addAll(groups(service.strategy()));
      Set<String> there = new TreeSet<>();
      there.add(service.version().orElse(TrackSpec.UNVERSIONED));
      Optional.ofNullable(versions.get(service.element())).ifPresent(there::add);
      known.put(service.element(), there);
    }
    for (String group : assumed.groups().keySet()) {
      Scene.require(
          groups.contains(group),
          "--group " + group,
          "no such ring or audience",
          List.copyOf(groups));
    }
    for (Map.Entry<String, Map<String, Double>> each : assumed.conversions().entrySet()) {
      Set<String> there = known.getOrDefault(each.getKey(), Set.of());
      for (String version : each.getValue().keySet()) {
        Scene.require(
            there.contains(version),
            "--conversion " + each.getKey() + "@" + version,
            there.isEmpty() ? "no such service" : "no such version on this paper",
            List.copyOf(there.isEmpty() ? new TreeSet<>(known.keySet()) : there));
      }
    }
  }

  private static List<String> groups(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Ab ab -> ab.audiences().stream().map(Audience::name).toList();
      case Strategy.Ring ring ->
          ring.rings().stream()
              .map(Strategy.Circle::audience)
              .filter(audience -> !audience.conditions().isEmpty())
              .map(Audience::name)
              .toList();
      case Strategy.Shadow shadow -> shadow.then().map(OnPaper::groups).orElse(List.of());
      case Strategy.BlueGreen _, Strategy.Canary _, Strategy.Rolling _, Strategy.Recreate _ ->
          List.of();
    };
  }

  private static Map<String, Behaviour> behaviours(Order order, Service service) {
    Map<String, Behaviour> behaviours = new HashMap<>();
    for (Fault fault : order.faults()) {
      if (fault.service().equals(service.element())) {
        Behaviour before = behaviours.getOrDefault(fault.version(), Behaviour.SOUND);
        behaviours.put(fault.version(), with(before, fault.effects()));
      }
    }
    return behaviours;
  }

  private static Behaviour with(Behaviour before, List<Effect> effects) {
    Behaviour behaviour = before;
    for (Effect effect : effects) {
      behaviour =
          switch (effect) {
            case Effect.ErrorRate(double share) -> behaviour.alsoFailing(share);
            case Effect.AddedLatency(Duration by) -> behaviour.slowerBy(by.toNanos() / 1_000);
            case Effect.SlowTail(double quantile, Duration latency) ->
                behaviour.withTail(Math.min(1, 1.25 * (1 - quantile)), latency.toNanos() / 1_000);
            case Effect.CrashAfter(Duration delay) -> behaviour.crashing(delay.toMillis());
            case Effect.Unready _ -> behaviour.neverReady();
            case Effect.Burst(Duration length, Duration period) ->
                (effects.size() == 1 ? behaviour.alsoFailing(1) : behaviour)
                    .inBursts(length.toMillis(), period.toMillis());
          };
    }
    return behaviour;
  }
}
