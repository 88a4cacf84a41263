package dev.curtain.rollout;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shares of traffic: per cent for people, parts of 100 000 for routes. */
public final class Shares {
  /** Route weights are parts of this. */
  public static final int WHOLE = 100_000;

  private Shares() {}

  /**
   * The weights of all tracks when the candidate side has {@code share} per cent: every side is
   * divided among its places by their own shares, and rounding (largest remainder) never loses a
   * part.
   */
  public static Map<String, Integer> weights(
      List<TrackSpec> candidate, List<TrackSpec> stable, double share) {
    Map<String, Double> exact = new LinkedHashMap<>();
    candidate.forEach(track -> exact.put(track.name(), track.share() * share * WHOLE / 10_000));
    stable.forEach(
        track -> exact.put(track.name(), track.share() * (100 - share) * WHOLE / 10_000));
    return round(exact);
  }

  private static Map<String, Integer> round(Map<String, Double> exact) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    exact.forEach((track, weight) -> weights.put(track, (int) Math.floor(weight + 1e-9)));
    int missing = WHOLE - weights.values().stream().mapToInt(Integer::intValue).sum();
    List<String> byRemainder = new ArrayList<>(exact.keySet());
    byRemainder.sort(
        Comparator.comparingDouble(
            (String track) -> weights.getOrDefault(track, 0) - exact.getOrDefault(track, 0.0)));
    for (int i = 0; i < missing; i++) {
      weights.merge(byRemainder.get(i % byRemainder.size()), 1, Integer::sum);
    }
    return weights;
  }

  /** {@code 5 %}, {@code 2.5 %}: at most two decimals, none that say nothing. */
  public static String percent(double share) {
    BigDecimal rounded =
        BigDecimal.valueOf(share).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString() + " %";
  }
}
