package dev.curtain.server.api;

import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import dev.curtain.server.document.StatusDocument;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The world and the router's counts in Prometheus' text format. Pure. A router that does not answer
 * leaves its families out.
 */
final class Metrics {
  private static final double[] QUANTILES = {0.5, 0.95, 0.99};

  private final StringBuilder out = new StringBuilder();

  private Metrics() {}

  static String text(World world, long events, Optional<Measures> measures) {
    Metrics metrics = new Metrics();
    metrics.family("curtain_up", "gauge", "Whether the control plane answers.");
    metrics.sample("curtain_up", "", 1);
    metrics.family("curtain_router_up", "gauge", "Whether the router answers.");
    metrics.sample("curtain_router_up", "", measures.isPresent() ? 1 : 0);
    metrics.family("curtain_events_total", "counter", "Entries in the event log.");
    metrics.sample("curtain_events_total", "", events);
    metrics.rollouts(world);
    List<Row> rows = rows(world);
    metrics.each(
        rows,
        "curtain_share_percent",
        "gauge",
        "Per cent of the service's traffic.",
        row -> row.share);
    metrics.each(
        rows,
        "curtain_replicas_wanted",
        "gauge",
        "Replicas there are to be.",
        row -> row.replicas.wanted());
    metrics.each(
        rows,
        "curtain_replicas_ready",
        "gauge",
        "Replicas that may be given requests.",
        row -> row.replicas.ready());
    measures.ifPresent(counts -> metrics.traffic(rows, counts));
    return metrics.out.toString();
  }

  private record Row(
      String labels, TrackSpec track, double share, StatusDocument.Replicas replicas) {}

  private static List<Row> rows(World world) {
    List<Row> rows = new ArrayList<>();
    for (ServiceState service : world.services().values()) {
      Map<String, Integer> weights = StatusDocument.weights(world, service);
      for (TrackSpec track : StatusDocument.tracksOf(world, service)) {
        String labels =
            label("service", service.path())
                + ","
                + label("track", track.name())
                + ","
                + label("version", track.version());
        rows.add(
            new Row(
                labels,
                track,
                StatusDocument.share(weights.getOrDefault(track.name(), 0)),
                StatusDocument.replicas(world, track.name())));
      }
    }
    return rows;
  }

  private void rollouts(World world) {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (String outcome : List.of("promoted", "rolled_back", "inconclusive", "failed")) {
      outcomes.put(outcome, 0);
    }
    int underway = 0;
    for (RolloutState rollout : world.rollouts().values()) {
      if (rollout.phase().ended()) {
        outcomes.merge(rollout.phase().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      } else {
        underway++;
      }
    }
    family("curtain_rollouts_total", "counter", "Rollouts that ended, by outcome.");
    outcomes.forEach(
        (outcome, count) -> sample("curtain_rollouts_total", label("outcome", outcome), count));
    family("curtain_rollouts_underway", "gauge", "Rollouts that have not ended.");
    sample("curtain_rollouts_underway", "", underway);
  }

  private void traffic(List<Row> rows, Measures counts) {
    family("curtain_router_epoch", "gauge", "Epoch of the route table in force.");
    sample("curtain_router_epoch", "", counts.epoch());
    family("curtain_unrouted_requests_total", "counter", "Requests that matched no route.");
    sample("curtain_unrouted_requests_total", "", counts.unrouted());
    each(
        rows,
        "curtain_requests_total",
        "counter",
        "Requests given to the track.",
        row -> counts.track(row.track.name()).started());
    each(
        rows,
        "curtain_request_errors_total",
        "counter",
        "Requests answered 5xx or not answered whole.",
        row -> counts.track(row.track.name()).failed());
    each(
        rows,
        "curtain_requests_in_flight",
        "gauge",
        "Requests being answered.",
        row -> counts.track(row.track.name()).inFlight());
    family(
        "curtain_request_duration_seconds",
        "summary",
        "Latency of answered requests since the router's start.");
    for (Row row : rows) {
      LatencyCounts latency = counts.track(row.track.name()).latency();
      for (double quantile : QUANTILES) {
        sample(
            "curtain_request_duration_seconds",
            row.labels + "," + label("quantile", Double.toString(quantile)),
            latency.total() == 0 ? Double.NaN : latency.quantile(quantile) / 1e6);
      }
      sample("curtain_request_duration_seconds_sum", row.labels, seconds(latency));
      sample("curtain_request_duration_seconds_count", row.labels, latency.total());
    }
  }

  /** Together, each request taken at the floor of its bucket: up to 1/32 too little. */
  private static double seconds(LatencyCounts latency) {
    long[] counts = latency.counts();
    double micros = 0;
    for (int i = 0; i < counts.length; i++) {
      micros += (double) counts[i] * LatencyCounts.floorOf(i);
    }
    return micros / 1e6;
  }

  private void each(
      List<Row> rows, String name, String type, String help, ToDoubleFunction<Row> value) {
    family(name, type, help);
    rows.forEach(row -> sample(name, row.labels, value.applyAsDouble(row)));
  }

  private void family(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void sample(String name, String labels, double value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    out.append(' ')
        .append(whole ? Long.toString((long) value) : Double.toString(value))
        .append('\n');
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }
}
