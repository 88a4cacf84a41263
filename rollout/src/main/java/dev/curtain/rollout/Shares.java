package dev.curtain.rollout;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

  /**
   * As {@link #weights(List, List, double)}, with a baseline that has as much as the candidate as
   * long as there is as much.
   */
  public static Map<String, Integer> weights(RolloutSpec spec, double share) {
    if (spec.baseline().isEmpty()) {
      return weights(spec.candidate(), spec.stable(), share);
    }
    double paired = Math.min(share, 100 - share);
    Map<String, Double> exact = new LinkedHashMap<>();
    add(exact, spec.candidate(), share);
    add(exact, spec.baseline(), paired);
    add(exact, spec.stable(), 100 - share - paired);
    return round(exact);
  }

  /**
   * The weights when the candidate has a share of its own in each place.
   *
   * @param shares per cent, by node; one that is not named has none
   */
  public static Map<String, Integer> weights(RolloutSpec spec, Map<String, Double> shares) {
    Map<String, Double> exact = new LinkedHashMap<>();
    spec.candidate()
        .forEach(track ->
            exact.put(
                track.name(),
                track.share() * shares.getOrDefault(track.node(), 0.0) * WHOLE / 10_000));
    spec.stable()
        .forEach(track ->
            exact.put(
                track.name(),
                track.share() * (100 - shares.getOrDefault(track.node(), 0.0)) * WHOLE / 10_000));
    return round(exact);
  }

  private static void add(Map<String, Double> exact, List<TrackSpec> side, double share) {
    side.forEach(track -> exact.put(track.name(), track.share() * share * WHOLE / 10_000));
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

  /**
   * The weights asked for, with what has no ready replica moved to what has, in proportion: to the
   * same version's other tracks first, else to whoever serves. Empty where nothing is ready.
   *
   * @param able tracks with a ready replica
   * @param version of a track
   */
  public static Map<String, Integer> among(
      Map<String, Integer> asked, List<String> able, Function<String, String> version) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    if (able.isEmpty()) {
      return weights;
    }
    able.forEach(track -> weights.put(track, asked.getOrDefault(track, 0)));
    asked.forEach((track, weight) -> {
      if (weight > 0 && !weights.containsKey(track)) {
        absorb(weight, substitutes(track, able, version), asked)
            .forEach((other, part) -> weights.merge(other, part, Integer::sum));
      }
    });
    return weights;
  }

  /** Tracks of the same version; where none is able, whatever is. */
  private static List<String> substitutes(
      String track, List<String> able, Function<String, String> version) {
    List<String> same =
        able.stream().filter(other -> version.apply(other).equals(version.apply(track))).toList();
    return same.isEmpty() ? able : same;
  }

  /**
   * Divides a lost track's weight among others in proportion to what they have, so that none is
   * asked for more than its share of it; equally where none has anything.
   */
  private static Map<String, Integer> absorb(
      int weight, List<String> others, Map<String, Integer> asked) {
    double sum = others.stream().mapToInt(other -> asked.getOrDefault(other, 0)).sum();
    Map<String, Integer> parts = new LinkedHashMap<>();
    double upTo = 0;
    int given = 0;
    for (String other : others) {
      upTo += sum > 0 ? asked.getOrDefault(other, 0) / sum : 1.0 / others.size();
      int reached = (int) Math.round(Math.min(1, upTo) * weight);
      parts.put(other, reached - given);
      given = reached;
    }
    parts.merge(others.getLast(), weight - given, Integer::sum);
    return parts;
  }

  /** {@code 5 %}, {@code 2.5 %}: at most two decimals, none that say nothing. */
  public static String percent(double share) {
    BigDecimal rounded =
        BigDecimal.valueOf(share).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString() + " %";
  }
}
