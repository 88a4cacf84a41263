package dev.curtain.model;

import dev.curtain.model.Service.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How a new version of a service takes over. What is said outright holds. Else what is configured:
 * {@code rolling_update}, {@code canary_percentage} or a {@code canary} block, a {@code blue_green}
 * block. Else what is shown: a candidate with a small share is a canary, one beside it at zero is a
 * blue-green. Else, and this is the default, a rolling update: one replica down and one extra, or,
 * where there is only one replica, none down and one extra.
 */
final class Strategies {
  static final String KNOWN = "blue-green, canary, rolling, recreate, shadow, ab, ring";
  private static final List<String> SAID = List.of("deployment_strategy", "strategy");
  private static final double FIRST_CANARY = 5;

  private final Readings readings;
  private final Problems problems;

  Strategies(Readings readings, Problems problems) {
    this.readings = readings;
    this.problems = problems;
  }

  /**
   * @param sources where a property may stand, the nearest first
   */
  Strategy of(
      List<Properties> sources,
      Optional<Candidate> candidate,
      List<Placed> serving,
      Map<String, Double> written) {
    String label = said(sources).orElseGet(() -> shown(sources, candidate, serving, written));
    return switch (label) {
      case "blue-green" ->
          new Strategy.BlueGreen(steps(sources, "blue_green").orElse(List.of(10.0, 100.0)));
      case "canary" -> new Strategy.Canary(canarySteps(sources, candidate));
      case "rolling" -> rolling(sources, serving);
      case "recreate" -> exposures().recreate(sources);
      case "shadow" -> exposures().shadow(sources, canarySteps(sources, candidate));
      case "ab" -> exposures().ab(sources);
      case "ring" -> exposures().ring(sources);
      default -> throw new IllegalStateException(label + ": a label without a strategy");
    };
  }

  private Exposures exposures() {
    return new Exposures(readings, problems);
  }

  private Optional<String> said(List<Properties> sources) {
    for (Properties source : sources) {
      for (String key : SAID) {
        Optional<PropertyValue> value = source.get(key);
        Optional<String> text = source.text(key);
        if (value.isPresent() && text.isPresent()) {
          Optional<String> label = label(text.get());
          if (label.isEmpty()) {
            problems.report(
                Rule.UNKNOWN_STRATEGY,
                value.get().span(),
                key + ": \"" + text.get() + "\" (expected: " + KNOWN + ")",
                "choose one of them");
          }
          return label;
        }
      }
    }
    return Optional.empty();
  }

  /** A strategy in the one spelling that is used from here on. */
  static Optional<String> label(String spelled) {
    String letters = spelled.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return switch (letters) {
      case "bluegreen", "redblack" -> Optional.of("blue-green");
      case "canary", "canarydeployment" -> Optional.of("canary");
      case "rolling", "rollingupdate", "rollingdeployment" -> Optional.of("rolling");
      case "recreate" -> Optional.of("recreate");
      case "shadow", "mirror", "mirroring" -> Optional.of("shadow");
      case "ab", "abtest", "abtesting" -> Optional.of("ab");
      case "ring", "rings" -> Optional.of("ring");
      default -> Optional.empty();
    };
  }

  private static String shown(
      List<Properties> sources,
      Optional<Candidate> candidate,
      List<Placed> serving,
      Map<String, Double> written) {
    if (any(sources, "rolling_update", "max_unavailable", "max_surge")) {
      return "rolling";
    }
    if (any(sources, "canary_percentage", "canary", "canary_steps")) {
      return "canary";
    }
    if (any(sources, "blue_green")) {
      return "blue-green";
    }
    for (String block : List.of("shadow", "ab", "rings", "recreate")) {
      if (any(sources, block)) {
        return block.equals("rings") ? "ring" : block;
      }
    }
    if (candidate.isPresent()) {
      return candidate.get().share() > 0 ? "canary" : "blue-green";
    }
    return twins(serving, written) ? "blue-green" : "rolling";
  }

  private static boolean any(List<Properties> sources, String... keys) {
    return Stream.of(keys)
        .anyMatch(key -> sources.stream().anyMatch(source -> source.get(key).isPresent()));
  }

  /**
   * Two instances at 100 and 0 of which the idle one says that it is ready to be switched to, are
   * blue and green even where neither names a version. A standby region is not: it waits for a
   * failure, not for a release.
   */
  private static boolean twins(List<Placed> serving, Map<String, Double> written) {
    return serving.size() == 2
        && serving.stream().anyMatch(one -> written.getOrDefault(one.path(), 0.0) >= 100)
        && serving.stream()
            .anyMatch(one ->
                written.getOrDefault(one.path(), 0.0) == 0
                    && one.properties().text("status").orElse("").startsWith("ready"));
  }

  private Optional<List<Double>> steps(List<Properties> sources, String block) {
    for (Properties source : sources) {
      Optional<Properties> inner =
          source.block(block).filter(found -> found.get("steps").isPresent());
      if (inner.isPresent()) {
        return readings.steps(inner.get(), "steps");
      }
      for (String key : List.of(block + "_steps", "steps")) {
        if (source.get(key).isPresent()) {
          return readings.steps(source, key);
        }
      }
    }
    return Optional.empty();
  }

  private List<Double> canarySteps(List<Properties> sources, Optional<Candidate> candidate) {
    Optional<List<Double>> given = steps(sources, "canary");
    if (given.isPresent()) {
      return given.get();
    }
    double first =
        sources.stream()
            .flatMap(source -> readings.share(source, "canary_percentage").stream())
            .findFirst()
            .or(() -> candidate.map(Candidate::share))
            .filter(share -> share > 0)
            .orElse(FIRST_CANARY);
    List<Double> steps = new ArrayList<>(List.of(first));
    Stream.of(25.0, 50.0, 100.0).filter(step -> step > first).forEach(steps::add);
    return steps;
  }

  private Strategy rolling(List<Properties> sources, List<Placed> serving) {
    int replicas = serving.stream().mapToInt(Placed::replicas).sum();
    for (Properties source : sources) {
      Properties update = source.block("rolling_update").orElse(source);
      if (update.get("max_unavailable").isPresent() || update.get("max_surge").isPresent()) {
        OptionalInt unavailable = readings.integer(update, "max_unavailable", 0);
        OptionalInt surge = readings.integer(update, "max_surge", 0);
        if (unavailable.orElse(0) == 0 && surge.isPresent() && surge.getAsInt() == 0) {
          problems.report(
              Rule.STUCK_ROLLING,
              update.get("max_surge").orElseThrow().span(),
              "max_unavailable and max_surge are both 0, so that no replica can be replaced",
              "allow one replica more (max_surge 1) or one less (max_unavailable 1)");
        }
        return new Strategy.Rolling(
            unavailable.orElse(0), surge.orElse(unavailable.orElse(0) > 0 ? 0 : 1));
      }
    }
    return replicas > 1 ? new Strategy.Rolling(1, 1) : new Strategy.Rolling(0, 1);
  }
}
