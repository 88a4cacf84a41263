package dev.curtain.model;

import dev.curtain.model.Analysis.Kind;
import dev.curtain.model.Analysis.Missing;
import dev.curtain.model.Analysis.Series;
import dev.curtain.model.Analysis.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code analysis}. */
final class AnalysisReader {
  /** What the router counts itself. */
  private static final Pattern ROUTERS = Pattern.compile("error_rate|latency_p\\d{2,4}|mismatch");

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Readings readings;
  private final Problems problems;
  private final SeriesReader seriesReader;

  AnalysisReader(Readings readings, Problems problems) {
    this.readings = readings;
    this.problems = problems;
    this.seriesReader = new SeriesReader(readings, problems);
  }

  /**
   * @param places where the block may stand, the nearest first
   */
  Analysis of(List<Properties> places) {
    return places.stream()
        .flatMap(place -> place.block("analysis").stream())
        .findFirst()
        .map(this::read)
        .orElse(Analysis.NONE);
  }

  private Analysis read(Properties block) {
    List<Analysis.Rule> rules = new ArrayList<>();
    for (Map.Entry<String, PropertyValue> each : block.values().entrySet()) {
      if (each.getValue() instanceof PropertyValue.Block metric) {
        rules.add(rule(each.getKey(), metric));
      }
    }
    Optional<Double> alpha = share(block, "alpha");
    if (alpha.filter(value -> value <= 0 || value >= 1).isPresent()) {
      wrong(block, "alpha", "more than 0 %, less than 100 %");
      alpha = Optional.empty();
    }
    return new Analysis(
        alpha,
        whole(block, "minimum_requests"),
        readings.duration(block, "warm_up"),
        logErrors(block),
        rules);
  }

  private Analysis.LogErrors logErrors(Properties block) {
    Optional<String> text = block.text("log_errors");
    if (text.isPresent() && !Set.of("note", "hold", "ignore").contains(text.get())) {
      wrong(block, "log_errors", "note, hold, ignore");
      return Analysis.LogErrors.NOTE;
    }
    return text.map(word -> Analysis.LogErrors.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Analysis.LogErrors.NOTE);
  }

  private Analysis.Rule rule(String name, PropertyValue.Block metric) {
    Properties block = metric.properties();
    Optional<Source> source = source(name, metric);
    Optional<Series> series = seriesReader.of(name, metric, source);
    if (source.isEmpty()
        && block.get("source").isEmpty()
        && !SeriesReader.isSeries(block)
        && !ROUTERS.matcher(name).matches()) {
      problems.report(
          Rule.BAD_ANALYSIS,
          metric.span(),
          name + ": nobody measures it (expected: error_rate, latency_p95 …, or a source)",
          "say who counts: source \"prometheus\" url \"http://…\" bad \"…\" total \"…\"");
    }
    boolean dry = readings.truth(block, "dry_run").orElse(false);
    boolean key = readings.truth(block, "key").orElse(false);
    if (dry && key) {
      wrong(block, "key", "not with dry_run: nothing may rest on what is never acted on");
      key = false;
    }
    return new Analysis.Rule(
        name,
        readings
            .upperBound(
                block,
                "bound",
                Rule.BAD_PERCENTAGE,
                Quantities::percentage,
                Quantities.PERCENTAGE_FORMS)
            .map(percent -> percent / 100),
        share(block, "tolerance"),
        key,
        dry,
        weight(block),
        missing(block, "on_no_data", series.isEmpty()),
        missing(block, "on_too_few", false),
        missing(block, "on_error", false),
        source,
        series);
  }

  private Optional<Source> source(String name, PropertyValue.Block metric) {
    Properties block = metric.properties();
    Optional<String> written = block.text("source");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Optional<Kind> kind =
        switch (written.get()) {
          case "prometheus" -> Optional.of(Kind.PROMETHEUS);
          case "http" -> Optional.of(Kind.HTTP);
          case "replicas" -> Optional.of(Kind.REPLICAS);
          case "process" -> Optional.of(Kind.PROCESS);
          default -> Optional.empty();
        };
    if (kind.isEmpty()) {
      wrong(block, "source", "prometheus, http, replicas, process");
      return Optional.empty();
    }
    Optional<String> url =
        block
            .text("url")
            .or(() ->
                switch (kind.get()) {
                  case REPLICAS -> Optional.of("/metrics");
                  case PROCESS -> Optional.of("");
                  case PROMETHEUS, HTTP -> Optional.empty();
                });
    if (kind.get() == Kind.PROCESS && !seriesReader.isOfProcess(block)) {
      return Optional.empty();
    }
    List<String> needed = seriesReader.needed(block);
    for (String key : needed) {
      if (block.text(key).filter(text -> !text.isBlank()).isEmpty()
          && !(key.equals("url") && url.isPresent())) {
        problems.report(
            Rule.BAD_ANALYSIS,
            metric.span(),
            name
                + ": no "
                + key
                + " (expected: "
                + String.join(", ", needed.subList(0, needed.size() - 1))
                + " and "
                + needed.getLast()
                + " with this source)",
            "write " + key + " \"…\"");
        return Optional.empty();
      }
    }
    boolean asked = kind.get() == Kind.PROMETHEUS || kind.get() == Kind.HTTP;
    if (asked && !url.orElseThrow().matches("https?://[^/\\s]+.*")) {
      wrong(block, "url", "http://host:port/path");
      return Optional.empty();
    }
    return Optional.of(
        new Source(
            kind.get(),
            url.orElseThrow(),
            block.text("bad").orElse(""),
            block.text("total").orElse(""),
            readings
                .duration(block, "every")
                .filter(every -> every.compareTo(Duration.ofSeconds(1)) >= 0)
                .orElse(EVERY),
            needed.contains("value") ? block.text("value").orElseThrow() : ""));
  }

  private double weight(Properties block) {
    Optional<String> text = block.text("weight");
    if (text.isEmpty()) {
      return 1;
    }
    try {
      double weight = Double.parseDouble(text.get());
      if (weight > 0 && weight <= 1000) {
        return weight;
      }
    } catch (NumberFormatException e) {
      wrong(block, "weight", "a number, more than 0, to 1000");
      return 1;
    }
    wrong(block, "weight", "a number, more than 0, to 1000");
    return 1;
  }

  private Missing missing(Properties block, String key, boolean abort) {
    Set<String> known = abort ? Set.of("wait", "ignore", "abort") : Set.of("wait", "ignore");
    Optional<String> text = block.text(key);
    if (text.isPresent() && !known.contains(text.get())) {
      wrong(
          block,
          key,
          abort
              ? "wait, ignore, abort"
              : "wait, ignore; it is never a reason to put a version back");
      return Missing.WAIT;
    }
    return text.map(word -> Missing.valueOf(word.toUpperCase(Locale.ROOT))).orElse(Missing.WAIT);
  }

  private Optional<Double> share(Properties block, String key) {
    return readings.share(block, key).map(percent -> percent / 100);
  }

  private Optional<Integer> whole(Properties block, String key) {
    var number = readings.integer(block, key, 0);
    return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
  }

  private void wrong(Properties block, String key, String expected) {
    readings.wrong(Rule.BAD_ANALYSIS, block, key, expected);
  }
}
