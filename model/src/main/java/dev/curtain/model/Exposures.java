package dev.curtain.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code recreate}, {@code shadow}, {@code ab} and {@code rings}. */
final class Exposures {
  private static final Duration DOWNTIME = Duration.ofMinutes(5);
  private static final Duration SHADOW = Duration.ofMinutes(10);
  private static final Duration EXPERIMENT = Duration.ofDays(14);
  private static final double SHADOW_TOLERANCE = 0.01;
  private static final double ALPHA = 0.05;
  private static final int MINIMUM_USERS = 100;

  private final Readings readings;
  private final Problems problems;

  Exposures(Readings readings, Problems problems) {
    this.readings = readings;
    this.problems = problems;
  }

  private static Properties block(List<Properties> sources, String name) {
    return sources.stream()
        .flatMap(source -> source.block(name).stream())
        .findFirst()
        .orElse(Properties.NONE);
  }

  Strategy recreate(List<Properties> sources) {
    return new Strategy.Recreate(
        readings.duration(block(sources, "recreate"), "downtime").orElse(DOWNTIME));
  }

  /**
   * @param canary the steps of a canary that may follow
   */
  Strategy shadow(List<Properties> sources, List<Double> canary) {
    Properties shadow = block(sources, "shadow");
    Optional<Strategy> then =
        shadow
            .text("then")
            .flatMap(word ->
                switch (Strategies.label(word).orElse("")) {
                  case "canary" -> Optional.of(new Strategy.Canary(canary));
                  case "blue-green" ->
                      Optional.<Strategy>of(new Strategy.BlueGreen(List.of(10.0, 100.0)));
                  default -> {
                    problems.report(
                        Rule.UNKNOWN_STRATEGY,
                        shadow.get("then").orElseThrow().span(),
                        "then: \"" + word + "\" (expected: canary, blue-green)",
                        "say what takes over after the comparison, or leave it out for a report");
                    yield Optional.empty();
                  }
                });
    return new Strategy.Shadow(
        readings.share(shadow, "share").orElse(100.0),
        readings.duration(shadow, "lasting").orElse(SHADOW),
        readings.truth(shadow, "unsafe_methods").orElse(false),
        readings.truth(shadow, "compare_bodies").orElse(true),
        readings.share(shadow, "tolerance").map(share -> share / 100).orElse(SHADOW_TOLERANCE),
        then);
  }

  Strategy ab(List<Properties> sources) {
    Properties ab = block(sources, "ab");
    Optional<String> metric = ab.text("metric");
    if (metric.isPresent() && !List.of("reported", "requests").contains(metric.get())) {
      problems.report(
          Rule.BAD_AUDIENCE,
          ab.get("metric").orElseThrow().span(),
          "metric: \"" + metric.get() + "\" (expected: reported, requests)",
          "reported: outcomes come by curtain outcome; requests: an answer that did not fail");
    }
    List<Audience> audiences = new ArrayList<>();
    ab.block("audience").ifPresent(block -> audiences.add(audience("audience", block)));
    return new Strategy.Ab(
        audiences,
        readings.share(ab, "share").filter(share -> share > 0 && share < 100).orElse(50.0),
        readings.duration(ab, "lasting").orElse(EXPERIMENT),
        readings.integer(ab, "minimum_users", 1).orElse(MINIMUM_USERS),
        readings
            .share(ab, "alpha")
            .map(share -> share / 100)
            .filter(alpha -> alpha > 0 && alpha < 1)
            .orElse(ALPHA),
        metric.map("reported"::equals).orElse(true));
  }

  Strategy ring(List<Properties> sources) {
    Properties rings = block(sources, "rings");
    List<Strategy.Circle> circles = new ArrayList<>();
    for (Map.Entry<String, PropertyValue> ring : rings.values().entrySet()) {
      Optional<Properties> block = rings.block(ring.getKey());
      if (block.isEmpty()) {
        problems.report(
            Rule.BAD_AUDIENCE,
            ring.getValue().span(),
            "rings: " + ring.getKey() + " is no block",
            "write a ring as " + ring.getKey() + " { users \"1%\" soak \"24h\" }");
        continue;
      }
      circles.add(circle(ring.getKey(), block.get()));
    }
    boolean ends =
        !circles.isEmpty()
            && circles.getLast().audience().conditions().isEmpty()
            && circles.getLast().share() == 0;
    if (!ends) {
      circles.add(
          new Strategy.Circle(
              new Audience("everybody", List.of()), 100, Optional.empty(), List.of()));
    } else {
      Strategy.Circle last = circles.removeLast();
      circles.add(new Strategy.Circle(last.audience(), 100, last.soak(), last.gates()));
    }
    return new Strategy.Ring(circles);
  }

  private Strategy.Circle circle(String name, Properties block) {
    double share = readings.share(block, "users").orElse(0.0);
    return new Strategy.Circle(
        audience(name, block),
        share,
        readings.duration(block, "soak"),
        block.block("gates").map(new Gates(readings, problems)::of).orElse(List.of()));
  }

  /** Whoever the block's header, cookie, users and network name; each is one more condition. */
  private Audience audience(String name, Properties block) {
    List<Audience.Condition> conditions = new ArrayList<>();
    List<String> values = readings.texts(block, "values");
    block
        .text("header")
        .ifPresent(header ->
            conditions.add(new Audience.Condition(Audience.Source.HEADER, header, values, 0)));
    block
        .text("cookie")
        .ifPresent(cookie ->
            conditions.add(new Audience.Condition(Audience.Source.COOKIE, cookie, values, 0)));
    List<String> countries = readings.texts(block, "country");
    if (!countries.isEmpty()) {
      conditions.add(new Audience.Condition(Audience.Source.HEADER, "x-country", countries, 0));
    }
    List<String> ids = readings.texts(block, "user_ids");
    if (!ids.isEmpty()) {
      conditions.add(new Audience.Condition(Audience.Source.USER, "", ids, 0));
    }
    List<String> networks = readings.texts(block, "network");
    if (!networks.isEmpty()) {
      conditions.add(new Audience.Condition(Audience.Source.ADDRESS, "", networks, 0));
    }
    return new Audience(name, conditions);
  }
}
