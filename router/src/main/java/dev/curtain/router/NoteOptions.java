package dev.curtain.router;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is written down of single requests, beside counting them. Neither header fields nor bodies
 * ever are.
 *
 * @param log one line of JSON per request in a file
 * @param traces one OpenTelemetry span per request to a collector
 */
public record NoteOptions(Optional<Log> log, Optional<Traces> traces) {
  public static final NoteOptions NONE = new NoteOptions(Optional.empty(), Optional.empty());

  /** What is written of a query, as there are secrets in some. */
  public enum Query {
    /** Nothing. */
    DROP,
    /** The parameters' names. */
    NAMES,
    /** All, but for the values of parameters that are named like a secret. */
    KEEP
  }

  /**
   * The access log.
   *
   * @param file appended to, and opened anew once it was moved away
   * @param sample share of the requests that went well, 0..1; the others are all written
   */
  public record Log(Path file, double sample, Query query) {
    public Log {
      share("access log sample", sample);
    }

    /** Reads {@code sample=10%,query=names}, or one of them. */
    Log with(String rules) {
      Log log = this;
      for (String rule : rules.split(",", -1)) {
        String value = rule.substring(rule.indexOf('=') + 1);
        log =
            switch (rule.substring(0, rule.length() - value.length())) {
              case "sample=" -> new Log(file, percent("sample", value), log.query);
              case "query=" -> new Log(file, log.sample, query(value));
              default ->
                  throw new IllegalArgumentException(
                      "access log rule \"" + rule + "\" (expected: sample=10% or query=names)");
            };
      }
      return log;
    }

    private static Query query(String value) {
      return switch (value) {
        case "drop" -> Query.DROP;
        case "names" -> Query.NAMES;
        case "keep" -> Query.KEEP;
        default ->
            throw new IllegalArgumentException(
                "query=" + value + " (expected: drop, names or keep)");
      };
    }
  }

  /**
   * Spans by OTLP over HTTP, as JSON.
   *
   * @param endpoint with its path, as {@code http://127.0.0.1:4318/v1/traces}
   * @param sample share of the requests without a trace that get one, 0..1; those that come with
   *     one are recorded where that says so
   */
  public record Traces(URI endpoint, double sample) {
    public Traces {
      share("traces sample", sample);
      if (endpoint.getHost() == null || !String.valueOf(endpoint.getScheme()).matches("https?")) {
        throw new IllegalArgumentException(
            "traces: " + endpoint + " (expected: a URL, as http://127.0.0.1:4318/v1/traces)");
      }
    }
  }

  public NoteOptions withLog(Log wanted) {
    return new NoteOptions(Optional.of(wanted), traces);
  }

  public NoteOptions withTraces(Traces wanted) {
    return new NoteOptions(log, Optional.of(wanted));
  }

  /** A share written as {@code 10%} or {@code 0.1%}. */
  static double percent(String name, String text) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%")) {
      throw new IllegalArgumentException(name + ": " + text + " (expected: a share, as 10%)");
    }
    return share(name, Double.parseDouble(text.substring(0, text.length() - 1)) / 100);
  }

  private static double share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": " + value * 100 + "% (expected: 0%..100%)");
    }
    return value;
  }
}
