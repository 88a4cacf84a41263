package dev.curtain.analysis;

import java.util.List;

/**
 * What a judge is held to.
 *
 * @param alpha highest probability of ever aborting a harmless candidate, over all looks and all
 *     metrics together, 0..1
 * @param minimumRequests candidate requests before a promotion can be spoken of
 */
public record JudgePolicy(double alpha, List<Metric> metrics, long minimumRequests) {
  public JudgePolicy {
    metrics = List.copyOf(metrics);
  }
}
