package dev.curtain.server.document;

import dev.curtain.model.Prices;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.document.PlanDocument.CostPlan;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what the replicas of a rollout cost while it goes on. */
final class PlannedCost {
  private static final BigDecimal MILLIS_OF_AN_HOUR = BigDecimal.valueOf(3_600_000);
  private static final int DIGITS = 4;

  private final RolloutSpec spec;
  private final Prices prices;
  private final Map<String, BigDecimal> atRest;
  private final Map<String, BigDecimal> whole = new TreeMap<>();
  private BigDecimal hours = BigDecimal.ZERO;

  PlannedCost(RolloutSpec spec, Prices prices) {
    this.spec = spec;
    this.prices = prices;
    Map<String, Integer> replicas = new HashMap<>();
    spec.stable().forEach(track -> replicas.put(track.name(), track.replicas()));
    this.atRest = perHour(replicas);
  }

  /**
   * @param replicas by track
   */
  void add(Map<String, Integer> replicas, long millis) {
    BigDecimal lasting =
        BigDecimal.valueOf(millis).divide(MILLIS_OF_AN_HOUR, MathContext.DECIMAL64);
    hours = hours.add(lasting);
    perHour(replicas)
        .forEach(
            (currency, each) -> whole.merge(currency, each.multiply(lasting), BigDecimal::add));
  }

  private Map<String, BigDecimal> perHour(Map<String, Integer> replicas) {
    Map<String, BigDecimal> sum = new TreeMap<>();
    for (List<TrackSpec> side : List.of(spec.stable(), spec.baseline(), spec.candidate())) {
      for (TrackSpec track : side) {
        BigDecimal many = BigDecimal.valueOf(replicas.getOrDefault(track.name(), 0));
        prices
            .perHour()
            .getOrDefault(track.node(), Map.of())
            .forEach((currency, each) -> sum.merge(currency, each.multiply(many), BigDecimal::add));
      }
    }
    return sum;
  }

  /** One for each currency. */
  List<CostPlan> plan() {
    List<CostPlan> plans = new ArrayList<>();
    atRest.forEach((currency, each) -> {
      BigDecimal all = whole.getOrDefault(currency, BigDecimal.ZERO);
      plans.add(
          new CostPlan(
              currency,
              rounded(each),
              rounded(all.subtract(each.multiply(hours))),
              rounded(all),
              prices.sources()));
    });
    return plans;
  }

  private static double rounded(BigDecimal amount) {
    return amount.setScale(DIGITS, RoundingMode.HALF_UP).doubleValue();
  }
}
