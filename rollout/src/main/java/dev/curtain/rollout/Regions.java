package dev.curtain.rollout;

import dev.curtain.model.Region;
import dev.curtain.model.Release;
import dev.curtain.model.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans that go from region to region. In each, the shares of the strategy one after the other;
 * then it bakes before the next one begins. The previous version stays at full size everywhere
 * until the end: going back is a route, for all regions at once.
 */
final class Regions {
  private final Pieces pieces;
  private final Release.Regional regional;

  /** Nodes by region, in the order in which regions are changed. */
  private final Map<String, Set<String>> nodes = new LinkedHashMap<>();

  private final Map<String, Double> shares = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * @throws PlanRefused if the regions are not those of the service
   */
  Regions(Service service, Pieces pieces, Release.Regional regional) throws PlanRefused {
    this.pieces = pieces;
    this.regional = regional;
    Map<String, Set<String>> known = new LinkedHashMap<>();
    service
        .placements()
        .forEach(place ->
            known
                .computeIfAbsent(
                    Region.nameOf(place, service.placements()), _ -> new LinkedHashSet<>())
                .add(place.node()));
    for (String name : regional.order()) {
      if (!known.containsKey(name)) {
        throw new PlanRefused(
            service.element()
                + ": regions order: "
                + name
                + " (expected: of "
                + String.join(", ", known.keySet())
                + ")");
      }
      nodes.put(name, known.getOrDefault(name, Set.of()));
    }
    known.forEach(nodes::putIfAbsent);
    checkPlaces(service);
  }

  private void checkPlaces(Service service) throws PlanRefused {
    if (!pieces.paired().isEmpty()) {
      throw new PlanRefused(
          service.element()
              + ": baseline_pair is not for one region after the other (expected: one of them)");
    }
    for (TrackSpec track : pieces.candidate()) {
      boolean same =
          pieces.stable().stream()
              .anyMatch(other ->
                  other.node().equals(track.node())
                      && Math.abs(other.share() - track.share()) < 1e-6);
      if (!same) {
        throw new PlanRefused(
            service.element()
                + ": one region after the other needs both versions in the same places with the"
                + " same shares, and "
                + track.node()
                + " is not (expected: the candidate where the serving version is)");
      }
    }
  }

  /**
   * @param within shares of the new version in each region, ending in 100
   * @param grow whether the new version grows with its share, or is at full size at once
   */
  List<Step> steps(List<Double> within, boolean grow) {
    steps.add(pieces.baseline());
    List<String> order = List.copyOf(nodes.keySet());
    for (int i = 0; i < order.size(); i++) {
      boolean last = i + 1 == order.size();
      region(order.get(i), within, grow, last);
      if (!last && carries(order.get(i))) {
        Duration bake = regional.bake().orElse(pieces.watch());
        steps.add(pieces.watch(bake, i + 2 == order.size()));
      }
    }
    steps.add(pieces.soak());
    steps.add(pieces.retire());
    return List.copyOf(steps);
  }

  private void region(String name, List<Double> within, boolean grow, boolean last) {
    if (!grow || !carries(name)) {
      steps.add(pieces.provision(sized(name, 100)));
    }
    for (double share : carries(name) ? within : List.of(100.0)) {
      if (grow && carries(name)) {
        steps.add(pieces.provision(sized(name, share)));
      }
      nodes.getOrDefault(name, Set.of()).forEach(node -> shares.put(node, share));
      steps.add(new Step.Advance(name, share, shares, overall()));
      if (share < 100) {
        steps.add(pieces.watch(share, last));
      }
    }
  }

  /** A standby takes no traffic: its change shows nothing. */
  private boolean carries(String name) {
    return in(name).stream().anyMatch(track -> track.share() > 0);
  }

  private List<TrackSpec> in(String name) {
    Set<String> there = nodes.getOrDefault(name, Set.of());
    return pieces.candidate().stream().filter(track -> there.contains(track.node())).toList();
  }

  private Map<String, Integer> sized(String name, double share) {
    return Planner.sized(in(name), share);
  }

  private double overall() {
    double sum =
        pieces.candidate().stream()
            .mapToDouble(track -> track.share() * shares.getOrDefault(track.node(), 0.0) / 100)
            .sum();
    boolean everywhere =
        pieces.candidate().stream()
            .allMatch(track -> shares.getOrDefault(track.node(), 0.0) >= 100);
    return everywhere ? 100 : Math.min(sum, 99.99);
  }

  /** Whether a plan of this service goes from region to region. */
  static Optional<Release.Regional> wanted(Service service) {
    return service
        .release()
        .regional()
        .filter(_ ->
            service.placements().stream()
                    .map(place -> Region.nameOf(place, service.placements()))
                    .distinct()
                    .count()
                > 1);
  }
}
