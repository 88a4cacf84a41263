package dev.curtain.model;

import dev.curtain.model.Release.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what a model says about releases beside the strategy: soak, watches, pairs, gates. */
final class Releases {
  private final Readings readings;
  private final Problems problems;
  private final Gates gates;

  Releases(Readings readings, Problems problems) {
    this.readings = readings;
    this.problems = problems;
    this.gates = new Gates(readings, problems);
  }

  /**
   * @param sources where a property may stand, the nearest first
   */
  Release of(List<Properties> sources) {
    Optional<Duration> soak = first(sources, "soak");
    Optional<Duration> window = first(sources, "return_window");
    Properties canary =
        sources.stream()
            .flatMap(source -> source.block("canary").or(() -> source.block("blue_green")).stream())
            .findFirst()
            .orElse(Properties.NONE);
    return new Release(
        soak,
        watches(canary),
        readings.truth(canary, "evidence_driven").orElse(false),
        readings.truth(canary, "baseline_pair").orElse(false),
        window,
        regional(sources),
        sources.stream()
            .flatMap(source -> source.block("failover").stream())
            .flatMap(block -> readings.duration(block, "within").stream())
            .findFirst(),
        points(sources));
  }

  /** {@code regions { order ["eu", "us"] bake "30 minutes" }}. */
  private Optional<Release.Regional> regional(List<Properties> sources) {
    return sources.stream()
        .flatMap(source -> source.block("regions").stream())
        .findFirst()
        .map(block ->
            new Release.Regional(readings.texts(block, "order"), readings.duration(block, "bake")));
  }

  private Optional<Duration> first(List<Properties> sources, String key) {
    return sources.stream().flatMap(source -> readings.duration(source, key).stream()).findFirst();
  }

  /** {@code watch "15 minutes"} for every share, {@code watches { "1" "30 minutes" }} by share. */
  private Map<Double, Duration> watches(Properties canary) {
    Map<Double, Duration> watches = new HashMap<>();
    readings.duration(canary, "watch").ifPresent(all -> watches.put(0.0, all));
    canary
        .block("watches")
        .ifPresent(block ->
            block
                .values()
                .keySet()
                .forEach(key ->
                    Quantities.percentage(key.replaceFirst("^at_?", ""))
                        .ifPresentOrElse(
                            share ->
                                readings
                                    .duration(block, key)
                                    .ifPresent(time -> watches.put(share, time)),
                            () ->
                                problems.report(
                                    Rule.BAD_STEPS,
                                    block.get(key).orElseThrow().span(),
                                    "watches: " + key + " (expected: a share, as at_1)",
                                    "write watches { at_1 \"30 minutes\" at_5 \"1h\" }"))));
    return watches;
  }

  private Map<Point, List<Gate>> points(List<Properties> sources) {
    Map<Point, List<Gate>> points = new EnumMap<>(Point.class);
    for (Properties source : sources) {
      source
          .block("windows")
          .flatMap(gates::window)
          .ifPresent(
              window -> points.computeIfAbsent(Point.START, _ -> new ArrayList<>()).add(window));
      Optional<Properties> block = source.block("gates");
      if (block.isPresent()) {
        read(block.get(), points);
        break;
      }
    }
    smoke(sources, points);
    return points;
  }

  /** A container's {@code smoke "/path"} is asked before the first users, unless a gate asks. */
  private static void smoke(List<Properties> sources, Map<Point, List<Gate>> points) {
    boolean asked =
        points.values().stream().flatMap(List::stream).anyMatch(Gate.Smoke.class::isInstance);
    if (!asked) {
      sources.stream()
          .flatMap(source -> source.text("smoke").stream())
          .findFirst()
          .ifPresent(path ->
              points
                  .computeIfAbsent(Point.FIRST, _ -> new ArrayList<>())
                  .add(new Gate.Smoke(path)));
    }
  }

  private void read(Properties block, Map<Point, List<Gate>> points) {
    for (String key : block.values().keySet()) {
      Optional<Point> point = point(key);
      Optional<Properties> inner = block.block(key);
      if (point.isPresent() && inner.isPresent()) {
        points.computeIfAbsent(point.get(), _ -> new ArrayList<>()).addAll(gates.of(inner.get()));
      } else {
        problems.report(
            Rule.BAD_GATE,
            block.get(key).orElseThrow().span(),
            "gates: " + key + " (expected: a block start, first, each, full or end)",
            "say before what the gate stands: gates { full { approval 1 } }");
      }
    }
  }

  private static Optional<Point> point(String key) {
    for (Point point : Point.values()) {
      if (point.name().toLowerCase(Locale.ROOT).equals(key)) {
        return Optional.of(point);
      }
    }
    return Optional.empty();
  }
}
