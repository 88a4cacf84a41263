package dev.curtain.server.rehearsal;

import dev.curtain.model.Service;
import dev.curtain.rollout.Manner;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.server.engine.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an order comes to before anything is started: which rollouts, how fast. Pure. */
final class Scene {
  /** What the watching of a whole rehearsal is compressed to, unless somebody says otherwise. */
  private static final Duration LENGTH = Duration.ofSeconds(11);

  private static final Duration LONGEST_SOAK = Duration.ofSeconds(2);

  private Scene() {}

  /**
   * The versions to roll out, by service: what {@code --set} says, else the candidate the model
   * shows.
   */
  static Map<String, String> rollouts(Order order) throws Refused {
    Map<String, String> versions = new LinkedHashMap<>();
    for (Service service : order.deployment().services()) {
      Optional.ofNullable(order.set().get(service.element()))
          .or(() -> service.candidate().map(Service.Candidate::version))
          .filter(version -> !service.version().equals(Optional.of(version)))
          .ifPresent(version -> versions.put(service.element(), version));
    }
    List<String> known = order.deployment().services().stream().map(Service::element).toList();
    for (String set : order.set().keySet()) {
      require(known.contains(set), "--set " + set, "no such service", known);
    }
    for (Fault fault : order.faults()) {
      require(
          known.contains(fault.service()), "--fault " + fault.service(), "no such service", known);
      List<String> there = versionsOf(order, fault.service(), versions);
      require(
          there.contains(fault.version()),
          "--fault " + fault.service() + "@" + fault.version(),
          "no such version in this rehearsal",
          there);
    }
    return versions;
  }

  private static List<String> versionsOf(
      Order order, String element, Map<String, String> versions) {
    List<String> there = new ArrayList<>();
    for (Service service : order.deployment().services()) {
      if (service.element().equals(element)) {
        there.add(service.version().orElse(TrackSpec.UNVERSIONED));
        Optional.ofNullable(versions.get(element)).ifPresent(there::add);
      }
    }
    return there;
  }

  static void require(boolean holds, String what, String problem, List<String> known)
      throws Refused {
    if (!holds) {
      throw new Refused(
          Refused.Kind.UNKNOWN,
          what + ": " + problem + " (there are: " + String.join(", ", known) + ")");
    }
  }

  /** Model time passes so fast that the longest rollout is watched for about {@link #LENGTH}. */
  static Pace pace(Order order, Map<String, String> rollouts) throws PlanRefused {
    double speed = order.speed().orElse(0.0);
    if (speed == 0) {
      Duration longest = Duration.ZERO;
      for (Service service : order.deployment().services()) {
        String version = rollouts.get(service.element());
        if (version != null) {
          Duration watched = watched(plan(service, version));
          if (order.manner() == Manner.IN_ORDER) {
            longest = longest.plus(watched);
          } else if (watched.compareTo(longest) > 0) {
            longest = watched;
          }
        }
      }
      speed = Math.max(1, Math.rint((double) longest.toMillis() / LENGTH.toMillis()));
    }
    return new Pace(speed, LONGEST_SOAK);
  }

  private static RolloutSpec plan(Service service, String version) throws PlanRefused {
    List<TrackSpec> stable =
        Planner.tracks(
            service, service.placements(), service.version().orElse(TrackSpec.UNVERSIONED), "0");
    return Planner.plan(
        "rehearsal", service, stable, service.version(), version, Optional.empty(), Pace.REAL);
  }

  private static Duration watched(RolloutSpec spec) {
    Duration sum = Duration.ZERO;
    for (Step step : spec.steps()) {
      sum =
          switch (step) {
            case Step.Baseline baseline -> sum.plus(baseline.lasting());
            case Step.Watch watch -> sum.plus(watch.atLeast());
            case Step.Trial trial -> sum.plus(trial.atMost());
            case Step.Soak _,
                Step.Scale _,
                Step.Shift _,
                Step.Advance _,
                Step.Await _,
                Step.Gated _,
                Step.Open _,
                Step.Mirror _,
                Step.Close _ ->
                sum;
          };
    }
    return sum;
  }
}
