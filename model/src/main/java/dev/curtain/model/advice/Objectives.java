package dev.curtain.model.advice;

import dev.curtain.language.Span;
import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import dev.curtain.model.Quantities;
import dev.curtain.model.Threshold;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code slo} block as figures.
 *
 * @param figures by name; in per cent, or in milliseconds for latencies
 */
record Objectives(Map<String, Objective> figures) {
  /** Latencies by rising quantile. */
  static final List<String> QUANTILES = List.of("p50", "p90", "p95", "p99", "p999");

  /**
   * @param higherIsStricter as for availability; for errors and latencies lower is
   */
  record Objective(double figure, String text, boolean higherIsStricter, Span span) {}

  static Objectives of(Properties properties) {
    Map<String, Objective> figures = new LinkedHashMap<>();
    Optional<Properties> slo = properties.block("slo");
    slo.flatMap(block -> block.block("availability"))
        .ifPresent(block -> share(block, "availability", true, figures));
    slo.flatMap(block -> block.block("error_rate"))
        .ifPresent(block -> share(block, "error_rate", false, figures));
    slo.flatMap(block -> block.block("latency"))
        .ifPresent(block -> QUANTILES.forEach(quantile -> latency(block, quantile, figures)));
    return new Objectives(figures);
  }

  private static void share(
      Properties block, String name, boolean higher, Map<String, Objective> into) {
    block
        .text("target")
        .ifPresent(text ->
            Quantities.percentage(Threshold.parse(text).quantity())
                .ifPresent(figure ->
                    into.put(name, new Objective(figure, text, higher, span(block, "target")))));
  }

  private static void latency(Properties block, String quantile, Map<String, Objective> into) {
    block
        .text(quantile)
        .ifPresent(text ->
            Quantities.duration(Threshold.parse(text).quantity())
                .map(Duration::toNanos)
                .ifPresent(nanos ->
                    into.put(
                        quantile, new Objective(nanos / 1e6, text, false, span(block, quantile)))));
  }

  private static Span span(Properties block, String key) {
    return block.get(key).map(PropertyValue::span).orElse(Span.START);
  }
}
