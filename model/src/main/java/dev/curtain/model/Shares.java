package dev.curtain.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides the traffic of one service among its instances. A node with {@code traffic} divides what
 * reaches the nearest such node above it, so shares multiply down; an instance's {@code traffic} is
 * its part of what reaches that node.
 *
 * <p>A standby place without a share has none. Other missing shares divide the remainder, by
 * replicas where all of them say how many, else equally. A node that does not hold the service
 * takes no part: the others divide its share in proportion.
 */
final class Shares {
  /** Shares are written with few decimals; thirds do not add up exactly. */
  private static final double TOLERANCE = 0.05;

  private final Optional<Problems> problems;
  private final Map<String, Double> shares = new HashMap<>();

  private Shares(Optional<Problems> problems) {
    this.problems = problems;
  }

  /** Shares by instance path, in per cent, as the text gives them. */
  static Map<String, Double> asWritten(Level deployment, List<Placed> service, Problems problems) {
    Shares shares = new Shares(Optional.of(problems));
    shares.divide(deployment, service, 100);
    return shares.shares;
  }

  /** Shares by instance path as if these instances were all there are; they sum to 100. */
  static Map<String, Double> among(Level deployment, List<Placed> some) {
    Shares shares = new Shares(Optional.empty());
    shares.divide(deployment, some, 100);
    return shares.shares;
  }

  private void divide(Level scope, List<Placed> items, double amount) {
    Map<String, List<Placed>> below = new LinkedHashMap<>();
    Map<String, Level> nodes = new LinkedHashMap<>();
    List<Placed> direct = new ArrayList<>();
    for (Placed item : items) {
      Optional<Level> node = item.level().dividerBelow(scope);
      if (node.isPresent()) {
        nodes.putIfAbsent(node.get().path(), node.get());
        below.computeIfAbsent(node.get().path(), _ -> new ArrayList<>()).add(item);
      } else {
        direct.add(item);
      }
    }
    double given = 0;
    for (Level node : nodes.values()) {
      given += node.traffic().orElse(0.0);
    }
    List<Placed> open = new ArrayList<>();
    for (Placed item : direct) {
      given += item.traffic().orElse(0.0);
      if (item.traffic().isEmpty() && !item.standby()) {
        open.add(item);
      }
    }
    boolean said = !nodes.isEmpty() || direct.stream().anyMatch(item -> item.traffic().isPresent());
    if (open.isEmpty() && !said) {
      open = direct;
    }
    check(scope, direct, nodes, given, open.isEmpty());
    double rest = open.isEmpty() ? 0 : Math.max(0, 100 - given);
    double total = given + rest;
    if (total <= 0) {
      open = direct;
      rest = 100;
      total = problems.isPresent() ? 0 : 100;
    }
    double scale = total > 0 ? amount / total : 0;
    for (Map.Entry<String, List<Placed>> entry : below.entrySet()) {
      Level node = nodes.getOrDefault(entry.getKey(), scope);
      divide(node, entry.getValue(), node.traffic().orElse(0.0) * scale);
    }
    for (Placed item : direct) {
      shares.put(item.path(), item.traffic().orElse(0.0) * scale);
    }
    fill(open, rest * scale);
  }

  private void fill(List<Placed> open, double amount) {
    boolean counted = open.stream().allMatch(item -> item.declaredReplicas().isPresent());
    double whole = counted ? open.stream().mapToInt(Placed::replicas).sum() : open.size();
    for (Placed item : open) {
      double part = counted && whole > 0 ? item.replicas() / whole : 1.0 / open.size();
      shares.put(item.path(), amount * part);
    }
  }

  /** Sums of nodes alone are checked once for the deployment, not here for every service. */
  private void check(
      Level scope, List<Placed> direct, Map<String, Level> nodes, double given, boolean complete) {
    if (problems.isEmpty() || direct.isEmpty()) {
      return;
    }
    if (given > 100 + TOLERANCE || complete && Math.abs(given - 100) > TOLERANCE) {
      Placed last =
          direct.stream()
              .filter(item -> item.traffic().isPresent())
              .reduce((_, later) -> later)
              .orElse(direct.getLast());
      List<String> parts = new ArrayList<>();
      nodes.values().forEach(node -> parts.add(part(node.path(), node.traffic())));
      direct.stream()
          .filter(item -> item.traffic().isPresent())
          .forEach(item -> parts.add(part(item.path(), item.traffic())));
      problems
          .get()
          .report(
              Rule.TRAFFIC_SUM,
              last.trafficSpan(),
              "traffic of "
                  + last.element()
                  + " in "
                  + scope.path()
                  + " adds up to "
                  + Readings.plain(given)
                  + " % (expected: 100 %): "
                  + String.join(" + ", parts),
              "change the shares so that they add up to 100, or leave one out to give it the rest");
    }
  }

  private static String part(String path, Optional<Double> traffic) {
    return path + " " + Readings.plain(traffic.orElse(0.0));
  }

  /** Whether nodes that divide traffic beside each other divide all of it. */
  static void checkNodes(List<Level> levels, List<Placed> placed, Problems problems) {
    Map<String, List<Level>> beside = new LinkedHashMap<>();
    for (Level level : levels) {
      if (level.traffic().isPresent() && level.parent().isPresent()) {
        beside
            .computeIfAbsent(level.parent().get().divider().path(), _ -> new ArrayList<>())
            .add(level);
      }
    }
    beside.forEach((scope, nodes) -> {
      double sum = nodes.stream().mapToDouble(node -> node.traffic().orElse(0.0)).sum();
      boolean alone =
          placed.stream().noneMatch(item -> item.level().divider().path().equals(scope));
      if (sum > 100 + TOLERANCE || alone && sum < 100 - TOLERANCE) {
        problems.report(
            Rule.TRAFFIC_SUM,
            nodes.getLast().span(),
            "traffic of the nodes in "
                + scope
                + " adds up to "
                + Readings.plain(sum)
                + " % (expected: 100 %): "
                + String.join(
                    " + ", nodes.stream().map(node -> part(node.path(), node.traffic())).toList()),
            "change the shares so that they add up to 100");
      }
    });
  }
}
