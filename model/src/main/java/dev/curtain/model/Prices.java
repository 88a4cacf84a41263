package dev.curtain.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a replica of a service costs an hour, by the places' {@code cost}. What a place costs is
 * divided among the replicas that stand in it at rest, whoever they are of: a replica more costs as
 * much as one of those, whether or not anything more is bought for it.
 *
 * @param perHour by path of the node that holds the replica, by currency; nothing for a node whose
 *     cost nobody says
 * @param sources paths of what says its cost and has a part in it
 */
public record Prices(Map<String, Map<String, BigDecimal>> perHour, List<String> sources) {
  public static final Prices NONE = new Prices(Map.of(), List.of());

  public Prices {
    perHour = Map.copyOf(perHour);
    sources = List.copyOf(sources);
  }

  /** Of one service of a deployment. */
  public static Prices of(Deployment deployment, String element) {
    Map<String, Integer> replicas = new HashMap<>();
    for (Service service : deployment.services()) {
      service.placements().forEach(place -> replicas.put(place.path(), place.replicas()));
    }
    Reading reading = new Reading(element, replicas);
    Node whole =
        new Node(
            deployment.id(),
            deployment.id(),
            deployment.title(),
            deployment.properties(),
            deployment.nodes(),
            List.of(),
            deployment.span());
    reading.walk(whole, Map.of(), new LinkedHashSet<>());
    return new Prices(reading.perHour, List.copyOf(reading.sources));
  }

  private static final class Reading {
    private final String element;
    private final Map<String, Integer> replicas;
    private final Map<String, Map<String, BigDecimal>> perHour = new LinkedHashMap<>();
    private final Set<String> sources = new LinkedHashSet<>();

    /**
     * @param replicas at rest, by path of the instance
     */
    private Reading(String element, Map<String, Integer> replicas) {
      this.element = element;
      this.replicas = replicas;
    }

    private void walk(Node node, Map<String, BigDecimal> above, Set<String> paying) {
      Set<String> here = new LinkedHashSet<>(paying);
      Map<String, BigDecimal> each =
          plus(above, node.properties(), standing(node), node.path(), here);
      for (Instance instance : node.instances()) {
        int count = replicas.getOrDefault(instance.path(), 0);
        if (instance.element().equals(element) && count > 0) {
          Set<String> its = new LinkedHashSet<>(here);
          Map<String, BigDecimal> price =
              plus(each, instance.properties(), count, instance.path(), its);
          if (!price.isEmpty()) {
            perHour.put(node.path(), price);
            sources.addAll(its);
          }
        }
      }
      node.nodes().forEach(inner -> walk(inner, each, here));
    }

    private static Map<String, BigDecimal> plus(
        Map<String, BigDecimal> above,
        Properties properties,
        int among,
        String path,
        Set<String> paying) {
      Map<String, BigDecimal> sum = new TreeMap<>(above);
      if (among > 0) {
        BigDecimal hours = Costs.HOURS.multiply(BigDecimal.valueOf(among));
        Costs.own(properties)
            .forEach((currency, month) -> {
              sum.merge(currency, month.divide(hours, MathContext.DECIMAL64), BigDecimal::add);
              paying.add(path);
            });
      }
      return sum;
    }

    private int standing(Node node) {
      return node.instances().stream()
              .mapToInt(instance -> replicas.getOrDefault(instance.path(), 0))
              .sum()
          + node.nodes().stream().mapToInt(this::standing).sum();
    }
  }
}
