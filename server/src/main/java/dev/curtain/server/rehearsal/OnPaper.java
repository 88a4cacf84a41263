package dev.curtain.server.rehearsal;

import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.runtime.standin.Fault.Effect;
import dev.curtain.server.engine.Refused;
import dev.curtain.simulation.Behaviour;
import dev.curtain.simulation.Paper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A rehearsal on paper: the same order and the same faults, in the simulation's world. Pure. */
public final class OnPaper {
  private OnPaper() {}

  /**
   * @param rollouts one report per service that moves, in the order of the model
   */
  public record Outcome(Order order, Duration horizon, List<Paper.Report> rollouts) {
    public Outcome {
      rollouts = List.copyOf(rollouts);
    }
  }

  /**
   * Plays every rollout of an order, each in a world of its own; the services that move share the
   * requests evenly.
   *
   * @throws Refused if the order names what is not there, or a strategy that is not played on paper
   * @throws PlanRefused if a rollout cannot be planned
   */
  public static Outcome play(Order order, Duration horizon) throws Refused, PlanRefused {
    Map<String, String> versions = Scene.rollouts(order);
    List<Paper.Report> reports = new ArrayList<>();
    for (Service service : order.deployment().services()) {
      String version = versions.get(service.element());
      if (version != null) {
        requirePlayed(service);
        reports.add(
            Paper.play(
                new Paper.Order(
                    service,
                    version,
                    behaviours(order, service),
                    order.requestsPerSecond() / versions.size(),
                    order.users(),
                    horizon,
                    order.seed() + reports.size())));
      }
    }
    return new Outcome(order, horizon, reports);
  }

  private static void requirePlayed(Service service) throws Refused {
    boolean played =
        switch (service.strategy()) {
          case Strategy.BlueGreen _, Strategy.Canary _, Strategy.Rolling _ -> true;
          case Strategy.Recreate _, Strategy.Shadow _, Strategy.Ab _, Strategy.Ring _ -> false;
        };
    if (!played || !service.release().gates().isEmpty()) {
      throw new Refused(
          Refused.Kind.UNKNOWN,
          service.element()
              + ": "
              + (played ? "gates are" : "the strategy " + service.strategy().label() + " is")
              + " not played on paper yet (expected: canary, blue-green or rolling, without gates);"
              + " curtain rehearse plays it");
    }
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
