package dev.curtain.lsp;

import dev.curtain.model.Properties;
import dev.curtain.model.Quantities;
import dev.curtain.model.Threshold;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an {@code slo} block promises, in time and requests that people can picture. */
final class Objectives {
  private static final Duration MONTH = Duration.ofDays(30);

  private Objectives() {}

  static List<String> of(Properties properties) {
    List<String> lines = new ArrayList<>();
    Optional<Properties> slo = properties.block("slo");
    slo.flatMap(block -> block.block("availability"))
        .ifPresent(block ->
            block
                .text("target")
                .ifPresent(target ->
                    lines.add(
                        "availability " + target + availability(target, block.text("window")))));
    slo.flatMap(block -> block.block("error_rate"))
        .ifPresent(block ->
            block
                .text("target")
                .ifPresent(target -> lines.add("errors " + target + errors(target))));
    slo.flatMap(block -> block.block("latency"))
        .ifPresent(block -> {
          List<String> quantiles = new ArrayList<>();
          for (String each : List.of("p50", "p90", "p95", "p99", "p999")) {
            block.text(each).ifPresent(value -> quantiles.add(each + " " + value));
          }
          if (!quantiles.isEmpty()) {
            lines.add("latency " + String.join(", ", quantiles));
          }
        });
    return lines;
  }

  /** {@code : 43.2 min a month may be missed}; empty where the target cannot be read. */
  static String availability(String target, Optional<String> window) {
    Optional<Double> percent = percent(target);
    if (percent.isEmpty()) {
      return "";
    }
    double missed = 1 - percent.get() / 100;
    StringBuilder text =
        new StringBuilder(": ")
            .append(span(MONTH, missed))
            .append(" a month (30 days) may be missed");
    window
        .flatMap(Quantities::duration)
        .filter(each -> !each.equals(MONTH))
        .ifPresent(each ->
            text.append(", ").append(span(each, missed)).append(" in ").append(window.get()));
    return text.toString();
  }

  /** {@code : 1 request of 1000 may fail}. */
  static String errors(String target) {
    return percent(target)
        .filter(percent -> percent > 0)
        .map(percent -> ": 1 request of " + Math.round(100 / percent) + " may fail")
        .orElse("");
  }

  private static Optional<Double> percent(String target) {
    return Quantities.percentage(Threshold.parse(target).quantity())
        .filter(percent -> percent >= 0 && percent <= 100);
  }

  private static String span(Duration whole, double share) {
    double seconds = whole.toSeconds() * share;
    return seconds < 60
        ? figure(seconds) + " s"
        : seconds < 48 * 3600 ? figure(seconds / 60) + " min" : figure(seconds / 3600) + " h";
  }

  private static String figure(double figure) {
    return BigDecimal.valueOf(figure)
        .setScale(1, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
