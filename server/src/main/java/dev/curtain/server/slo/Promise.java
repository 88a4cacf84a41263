package dev.curtain.server.slo;

import dev.curtain.analysis.slo.Objective;
import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Properties;
import dev.curtain.model.Quantities;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;
import dev.curtain.model.Threshold;
import dev.curtain.rollout.TrackSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One objective of an {@code slo} block as a share of good requests.
 *
 * @param service path of the element
 * @param node path of the node, of an objective that an instance has for its place alone; empty:
 *     everywhere
 * @param metric {@code availability}, {@code error_rate}, or a quantile as {@code p95}
 * @param text as the model has it
 * @param boundMicros of a latency: a request is good if it took less
 */
public record Promise(
    String service,
    Optional<String> node,
    String metric,
    String text,
    Objective objective,
    OptionalLong boundMicros) {
  private static final Map<String, Double> QUANTILES =
      Map.of("p50", 0.5, "p90", 0.9, "p95", 0.95, "p99", 0.99, "p999", 0.999);
  private static final List<String> IN_ORDER = List.of("p50", "p90", "p95", "p99", "p999");

  /** Counts whether requests were answered, and promises nothing. */
  static Promise uptime(String service) {
    return new Promise(
        service,
        Optional.empty(),
        "uptime",
        "",
        new Objective(0.5, Objective.MONTH),
        OptionalLong.empty());
  }

  /** Names what is counted for it: an objective with another bound has another history. */
  String key() {
    String bound = boundMicros.isPresent() ? " " + boundMicros.getAsLong() + "us" : "";
    return service + " " + node.map(place -> "at " + place + " ").orElse("") + measured() + bound;
  }

  /** Failures are failures, whichever way the objective puts it. */
  private String measured() {
    return boundMicros.isPresent() ? "slower than" : "failed";
  }

  boolean isAbout(TrackSpec track) {
    return track.service().equals(service)
        && node.filter(place -> !place.equals(track.node())).isEmpty();
  }

  /** Of every service of a deployment, in the model's order; those of places after the others. */
  public static List<Promise> of(SystemModel model, Deployment deployment) {
    List<Promise> promises = new ArrayList<>();
    for (Service service : deployment.services()) {
      model.elements().stream()
          .filter(element -> element.path().equals(service.element()))
          .map(Element::properties)
          .forEach(properties -> read(properties, service.element(), Optional.empty(), promises));
      deployment.nodes().forEach(node -> places(node, service.element(), promises));
    }
    return promises;
  }

  private static void places(Node node, String service, List<Promise> into) {
    for (Instance instance : node.instances()) {
      if (instance.element().equals(service)) {
        read(instance.properties(), service, Optional.of(node.path()), into);
      }
    }
    node.nodes().forEach(inner -> places(inner, service, into));
  }

  private static void read(
      Properties properties, String service, Optional<String> node, List<Promise> into) {
    Properties slo = properties.block("slo").orElse(Properties.NONE);
    for (String metric : List.of("availability", "error_rate")) {
      Properties block = slo.block(metric).orElse(Properties.NONE);
      block
          .text("target")
          .ifPresent(text ->
              Quantities.percentage(Threshold.parse(text).quantity())
                  .map(figure -> share(figure, metric.equals("availability")))
                  .filter(target -> target > 0 && target < 1)
                  .ifPresent(target ->
                      add(into, service, node, metric, text, target, block, OptionalLong.empty())));
    }
    Properties latency = slo.block("latency").orElse(Properties.NONE);
    for (String quantile : IN_ORDER) {
      latency
          .text(quantile)
          .ifPresent(text ->
              Quantities.duration(Threshold.parse(text).quantity())
                  .ifPresent(bound ->
                      add(
                          into,
                          service,
                          node,
                          quantile,
                          text,
                          QUANTILES.getOrDefault(quantile, 0.5),
                          latency,
                          OptionalLong.of(bound.toNanos() / 1_000))));
    }
  }

  /** Exactly 0.999 for 99.9. */
  private static double share(double percent, boolean good) {
    BigDecimal share = BigDecimal.valueOf(percent).movePointLeft(2);
    return (good ? share : BigDecimal.ONE.subtract(share)).doubleValue();
  }

  private static void add(
      List<Promise> into,
      String service,
      Optional<String> node,
      String metric,
      String text,
      double target,
      Properties block,
      OptionalLong bound) {
    Duration period =
        block
            .text("window")
            .flatMap(Quantities::duration)
            .filter(Duration::isPositive)
            .orElse(Objective.MONTH);
    into.add(new Promise(service, node, metric, text, new Objective(target, period), bound));
  }
}
