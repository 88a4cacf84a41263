package dev.curtain.rollout;

import java.util.Map;
import java.util.Optional;

/**
 * A latency metric of the judge and the bound that makes a request "slow".
 *
 * @param metric name of the metric: {@code latency_p95}
 * @param quantile 0..1; at most {@code 1 - quantile} of requests may be slower than the bound
 * @param boundMicros declared bound; empty: {@code factor} times the serving version's own
 *     quantile, frozen at the start
 * @param factor what the frozen quantile is multiplied by; meaningless where a bound is declared
 */
public record LatencyGate(
    String metric, double quantile, Optional<Long> boundMicros, double factor) {
  /** Fewer requests than this say nothing about a quantile. */
  static final long REQUESTS_FOR_A_QUANTILE = 100;

  /**
   * What makes a request slow, microseconds; empty where too few requests were seen to know it.
   *
   * @param requests of the serving version that were watched
   * @param quantileMicros of them, by metric
   */
  public Optional<Long> bound(long requests, Map<String, Long> quantileMicros) {
    return boundMicros.or(() ->
        requests >= REQUESTS_FOR_A_QUANTILE
            ? Optional.ofNullable(quantileMicros.get(metric))
                .map(micros -> Math.round(micros * factor))
            : Optional.empty());
  }
}
