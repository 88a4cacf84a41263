package dev.curtain.router;

import dev.curtain.router.Measures.TrackMeasures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Measures in the Prometheus text format, version 0.0.4. */
final class PrometheusText {
  private static final long[] BOUNDS_MICROS = {
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000
  };

  private final StringBuilder out = new StringBuilder();

  private PrometheusText() {}

  static String of(Measures measures) {
    PrometheusText text = new PrometheusText();
    Map<String, TrackMeasures> tracks = new TreeMap<>(measures.tracks());
    text.type("curtain_router_epoch", "gauge");
    text.line("curtain_router_epoch", "", measures.epoch());
    text.type("curtain_router_unrouted_total", "counter");
    text.line("curtain_router_unrouted_total", "", measures.unrouted());
    text.counter(tracks, "started", TrackMeasures::started);
    text.counter(tracks, "completed", TrackMeasures::completed);
    text.counter(tracks, "server_errors", TrackMeasures::serverErrors);
    text.counter(tracks, "broken", TrackMeasures::broken);
    text.counter(tracks, "cancelled", TrackMeasures::cancelled);
    text.type("curtain_router_requests_in_flight", "gauge");
    tracks.forEach((name, counts) ->
        text.line("curtain_router_requests_in_flight", label("track", name), counts.inFlight()));
    text.type("curtain_router_request_duration_seconds", "histogram");
    tracks.forEach((name, counts) -> text.histogram(name, counts.latency()));
    text.type("curtain_router_requests_shed_total", "counter");
    measures.details().turnedAway().stream()
        .flatMap(List::stream)
        .forEach(one ->
            text.line(
                "curtain_router_requests_shed_total",
                label("track", one.track()) + "," + label("reason", one.reason()),
                one.count()));
    text.type("curtain_router_events_total", "counter");
    new TreeMap<>(measures.details().events())
        .forEach(
            (name, count) -> text.line("curtain_router_events_total", label("event", name), count));
    return text.out.toString();
  }

  private void counter(
      Map<String, TrackMeasures> tracks, String what, ToLongFunction<TrackMeasures> value) {
    String name = "curtain_router_requests_" + what + "_total";
    type(name, "counter");
    tracks.forEach((track, counts) -> line(name, label("track", track), value.applyAsLong(counts)));
  }

  private void histogram(String track, LatencyCounts latency) {
    String name = "curtain_router_request_duration_seconds";
    long[] counts = latency.counts();
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += (double) counts[i] * LatencyCounts.floorOf(i) / 1e6;
    }
    long total = latency.total();
    String labels = label("track", track);
    for (long bound : BOUNDS_MICROS) {
      // The bucket that the bound falls into counts as above it.
      line(
          name + "_bucket",
          labels + ",le=\"" + bound / 1e6 + "\"",
          total - latency.atOrAbove(bound));
    }
    line(name + "_bucket", labels + ",le=\"+Inf\"", total);
    out.append(String.format(Locale.ROOT, "%s_sum{%s} %.6f\n", name, labels, sum));
    line(name + "_count", labels, total);
  }

  private void type(String name, String kind) {
    out.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
  }

  private void line(String name, String labels, long value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  private static String label(String name, String value) {
    return name
        + "=\""
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + "\"";
  }
}
