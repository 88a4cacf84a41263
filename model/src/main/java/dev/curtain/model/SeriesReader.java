package dev.curtain.model;

import dev.curtain.model.Analysis.Harm;
import dev.curtain.model.Analysis.Series;
import dev.curtain.model.Analysis.Source;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what {@code analysis} says of numbers per interval: {@code method "mann-whitney"}. */
final class SeriesReader {
  static final String METHOD = "mann-whitney";

  private static final double CONFIDENCE = 0.98;
  private static final int POINTS = 20;
  private static final int FEWEST_POINTS = 5;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");

  /** What only counts have. */
  private static final List<String> OF_COUNTS =
      List.of("bad", "total", "bound", "tolerance", "weight");

  /** What only series have. */
  private static final List<String> OF_SERIES =
      List.of(
          "value",
          "harm",
          "critical",
          "allowed_increase",
          "allowed_decrease",
          "confidence",
          "points");

  /** What a process can be asked for. */
  private static final List<String> OF_PROCESS = List.of("memory", "threads", "files");

  private final Readings readings;
  private final Problems problems;

  SeriesReader(Readings readings, Problems problems) {
    this.readings = readings;
    this.problems = problems;
  }

  /** What has to be asked of a source: its place, and a number or two counts. */
  List<String> needed(Properties block) {
    return isSeries(block) ? List.of("url", "value") : List.of("url", "bad", "total");
  }

  /** Of a process there are a few numbers, and no counts. */
  boolean isOfProcess(Properties block) {
    if (!isSeries(block)) {
      wrong(block, "source", "with method \"mann-whitney\": a process has numbers and no counts");
      return false;
    }
    if (!OF_PROCESS.contains(block.text("value").orElse(""))) {
      wrong(block, "value", String.join(", ", OF_PROCESS) + ", of a process");
      return false;
    }
    return true;
  }

  static boolean isSeries(Properties block) {
    return block.text("method").filter(METHOD::equals).isPresent();
  }

  Optional<Series> of(String name, PropertyValue.Block metric, Optional<Source> source) {
    Properties block = metric.properties();
    Optional<String> method = block.text("method");
    if (method.isPresent() && !method.get().equals(METHOD) && !method.get().equals("sequential")) {
      wrong(block, "method", "sequential, for counts; mann-whitney, for numbers per interval");
      return Optional.empty();
    }
    if (!isSeries(block)) {
      // Of a process that has been said already.
      List<String> keys =
          block.text("source").filter("process"::equals).isPresent() ? List.of() : OF_SERIES;
      foreign(block, keys, "with method \"mann-whitney\" only");
      return Optional.empty();
    }
    foreign(
        block, OF_COUNTS, "not with method \"mann-whitney\", which judges numbers and no counts");
    if (source.isEmpty() && block.get("source").isEmpty()) {
      problems.report(
          Rule.BAD_ANALYSIS,
          metric.span(),
          name + ": nobody has its numbers (expected: a source)",
          "say who has them: source \"prometheus\" url \"http://…\" value \"avg(…)\"");
    }
    boolean critical = readings.truth(block, "critical").orElse(false);
    if (critical && readings.truth(block, "dry_run").orElse(false)) {
      wrong(block, "critical", "not with dry_run: nothing may rest on what is never acted on");
      critical = false;
    }
    return source.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Series(
                harm(block),
                critical,
                times(block, "allowed_increase", 1, 1000),
                times(block, "allowed_decrease", 0, 1),
                confidence(block),
                points(block)));
  }

  private Harm harm(Properties block) {
    Optional<String> text = block.text("harm");
    for (Harm each : Harm.values()) {
      if (text.isPresent() && each.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return each;
      }
    }
    if (text.isPresent()) {
      wrong(block, "harm", "increase, decrease, either: which way it is worse");
    }
    return Harm.INCREASE;
  }

  private double times(Properties block, String key, double least, double most) {
    Optional<String> text = block.text(key);
    if (text.isEmpty()) {
      return 1;
    }
    double times = NUMBER.matcher(text.get()).matches() ? Double.parseDouble(text.get()) : -1;
    if (times < least || times > most) {
      wrong(
          block,
          key,
          "so many times the baseline's mean, %s to %s"
              .formatted(Readings.plain(least), Readings.plain(most)));
      return 1;
    }
    return times;
  }

  private double confidence(Properties block) {
    Optional<Double> percent = readings.share(block, "confidence");
    if (percent.isPresent() && (percent.get() <= 50 || percent.get() >= 100)) {
      wrong(block, "confidence", "more than 50 %, less than 100 %");
      return CONFIDENCE;
    }
    return percent.map(value -> value / 100).orElse(CONFIDENCE);
  }

  private int points(Properties block) {
    return readings.integer(block, "points", FEWEST_POINTS).orElse(POINTS);
  }

  private void foreign(Properties block, List<String> keys, String expected) {
    keys.forEach(key -> wrong(block, key, expected));
  }

  private void wrong(Properties block, String key, String expected) {
    readings.wrong(Rule.BAD_ANALYSIS, block, key, expected);
  }
}
