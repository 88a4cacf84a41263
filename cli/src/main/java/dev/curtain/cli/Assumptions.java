package dev.curtain.cli;

import dev.curtain.model.Quantities;
import dev.curtain.server.rehearsal.OnPaper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code curtain simulate} takes for granted of people and users, unless somebody says. */
final class Assumptions {
  private static final Duration LONGEST_ANSWER = Duration.ofDays(366);

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "When it is asked for; windows go by it (2026-01-05T09:00Z, a Monday).")
  private String from = "2026-01-05T09:00Z";

  @Option(
      names = "--answer-after",
      paramLabel = "TIME",
      description = "How long people take to open a gate that is theirs (15min).")
  private String answerAfter = "15min";

  @Option(
      names = "--group",
      paramLabel = "NAME=SHARE",
      description = "How many of all users are in a ring or audience (1%%).")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--conversion",
      paramLabel = "PATH@VERSION=SHARE",
      description = "How many users a version wins, for A/B tests (10%%).")
  private List<String> conversions = new ArrayList<>();

  OnPaper.Assumed read() {
    return new OnPaper.Assumed(time(), answer(), shares("--group", groups), byVersion());
  }

  private Instant time() {
    try {
      return OffsetDateTime.parse(from).toInstant();
    } catch (DateTimeException _) {
      throw Failure.usage(
          "--from " + from + " (expected: a time with its zone, as 2026-01-05T09:00Z)");
    }
  }

  private Duration answer() {
    Optional<Duration> takes = Quantities.duration(answerAfter);
    if (takes.isEmpty() || takes.get().compareTo(LONGEST_ANSWER) > 0) {
      throw Failure.usage(
          "--answer-after " + answerAfter + " (expected: a duration, as 30s, 15min or 2h)");
    }
    return takes.get();
  }

  private Map<String, Map<String, Double>> byVersion() {
    Map<String, Map<String, Double>> services = new HashMap<>();
    shares("--conversion", conversions)
        .forEach((name, share) -> {
          int at = name.lastIndexOf('@');
          if (at <= 0 || at == name.length() - 1) {
            throw Failure.usage(
                "--conversion " + name + " (expected: PATH@VERSION=SHARE, as in Shop.API@v2=12%)");
          }
          services
              .computeIfAbsent(name.substring(0, at), _ -> new HashMap<>())
              .put(name.substring(at + 1), share);
        });
    return services;
  }

  /** Shares, 0..1, by name. */
  private static Map<String, Double> shares(String option, List<String> texts) {
    Map<String, Double> shares = new HashMap<>();
    for (String text : texts) {
      int equals = text.lastIndexOf('=');
      Optional<Double> share =
          equals <= 0
              ? Optional.empty()
              : Quantities.percentage(text.substring(equals + 1))
                  .filter(each -> each >= 0 && each <= 100);
      if (share.isEmpty()) {
        throw Failure.usage(option + " " + text + " (expected: a share of 0%..100%, as NAME=5%)");
      }
      shares.put(text.substring(0, equals), share.get() / 100);
    }
    return shares;
  }
}
