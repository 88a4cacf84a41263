package dev.curtain.model;

import dev.curtain.model.Service.Placement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Places of a service that are lost together.
 *
 * @param nodes paths of its nodes
 * @param share per cent of the service's traffic at rest
 * @param replicas of the serving version at rest
 * @param most replicas that it may grow to: {@code max_replicas}, else what it has; a standby is
 *     there to grow, so without a limit it may grow to all of them
 */
public record Region(String name, List<String> nodes, double share, int replicas, int most) {
  public Region {
    nodes = List.copyOf(nodes);
  }

  /** Whether it takes no traffic until another one is lost. */
  public boolean standby() {
    return share == 0;
  }

  /**
   * The name of the region that a place is in: what the model says, else the node's own; where
   * others in other places have the same ({@code AWS/USEast1/EKS}, {@code AWS/USWest2/EKS}), the
   * first part of the path that is not the same.
   *
   * @param all placements of the service
   */
  public static String nameOf(Placement place, List<Placement> all) {
    if (place.region().isPresent()) {
      return place.region().get();
    }
    List<String> here = List.of(place.node().split("/"));
    int differ = here.size();
    for (Placement other : all) {
      List<String> there = List.of(other.node().split("/"));
      boolean sameName =
          other.region().isEmpty()
              && !other.node().equals(place.node())
              && there.getLast().equals(here.getLast());
      if (sameName) {
        int same = 0;
        while (same < Math.min(here.size(), there.size())
            && here.get(same).equals(there.get(same))) {
          same++;
        }
        differ = Math.min(differ, same);
      }
    }
    return here.get(Math.min(differ, here.size() - 1));
  }

  /** The regions of a service, in the order of the model. */
  public static List<Region> of(Deployment deployment, Service service) {
    Map<String, Integer> limits = new LinkedHashMap<>();
    deployment.nodes().forEach(node -> limits(node, limits));
    Map<String, List<Placement>> places = new LinkedHashMap<>();
    service
        .placements()
        .forEach(place ->
            places
                .computeIfAbsent(nameOf(place, service.placements()), _ -> new ArrayList<>())
                .add(place));
    int all = service.placements().stream().mapToInt(Placement::replicas).sum();
    List<Region> regions = new ArrayList<>();
    places.forEach((name, there) -> {
      int most = 0;
      for (Placement place : there) {
        int otherwise = place.standby() ? all : place.replicas();
        most += Math.max(place.replicas(), limits.getOrDefault(place.path(), otherwise));
      }
      regions.add(
          new Region(
              name,
              there.stream().map(Placement::node).toList(),
              there.stream().mapToDouble(Placement::share).sum(),
              there.stream().mapToInt(Placement::replicas).sum(),
              most));
    });
    return regions;
  }

  private static void limits(Node node, Map<String, Integer> limits) {
    for (Instance instance : node.instances()) {
      instance
          .properties()
          .text("max_replicas")
          .filter(text -> text.matches("\\d{1,7}"))
          .ifPresent(text -> limits.put(instance.path(), Integer.parseInt(text)));
    }
    node.nodes().forEach(inner -> limits(inner, limits));
  }

  /** The one of this name, whatever its case; a node's path names it too. */
  public static Optional<Region> named(List<Region> regions, String name) {
    return regions.stream()
        .filter(region ->
            region.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))
                || region.nodes().contains(name))
        .findFirst();
  }

  /**
   * How many replicas the others may grow to once {@code lost} is gone, and how many there are of
   * the service at rest where traffic is.
   */
  public static Spare without(Region lost, List<Region> regions) {
    int left = regions.stream().filter(region -> !region.equals(lost)).mapToInt(Region::most).sum();
    int needed =
        regions.stream().filter(region -> !region.standby()).mapToInt(Region::replicas).sum();
    return new Spare(lost.name(), left, needed);
  }

  /**
   * What is left when a region is lost.
   *
   * @param left replicas that the others may grow to
   * @param needed replicas that carry the traffic at rest
   */
  public record Spare(String lost, int left, int needed) {
    /** Whether the others carry what the lost one did, each no more than now. */
    public boolean enough() {
      return left >= needed;
    }

    /** For people. */
    public String words() {
      return "without "
          + lost
          + " the others may grow to "
          + left
          + " of "
          + needed
          + " replicas"
          + (enough() || left == 0
              ? ""
              : String.format(
                  Locale.ROOT, ", each with %.1f times its load", (double) needed / left));
    }
  }
}
