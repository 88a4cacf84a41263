package dev.curtain.rollout;

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
    String metric, double quantile, Optional<Long> boundMicros, double factor) {}
