package dev.curtain.server.slo;

import dev.curtain.analysis.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts over time, finer the younger: minutes of the last hours, ten minutes of the last days,
 * hours of the last month, days of the last year. Holds at most about 2 000 stretches.
 */
final class Series {
  private static final Duration MINUTES_FOR = Duration.ofHours(7);
  private static final Duration TENS_FOR = Duration.ofDays(4);
  private static final Duration HOURS_FOR = Duration.ofDays(32);
  private static final Duration KEPT_FOR = Duration.ofDays(400);

  /** A stretch of time and what was counted in it. */
  record Stretch(Instant from, Instant to, long n, long bad) {
    private Stretch join(Stretch later) {
      return new Stretch(from, later.to, n + later.n, bad + later.bad);
    }

    private double seconds() {
      return Duration.between(from, to).toMillis() / 1_000.0;
    }
  }

  private final List<Stretch> stretches = new ArrayList<>();

  /** Counts of a stretch that begins where the last one ended, or later. */
  void add(Instant from, Instant to, long n, long bad) {
    Instant begin = stretches.isEmpty() ? from : later(from, stretches.getLast().to());
    Stretch next = new Stretch(begin, later(begin, to), n, bad);
    int last = stretches.size() - 1;
    if (last >= 0 && together(stretches.get(last), next, Duration.ofMinutes(1))) {
      stretches.set(last, stretches.get(last).join(next));
    } else {
      stretches.add(next);
      thin(to);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Whether both lie in one span of this length, without a gap between them. */
  private static boolean together(Stretch one, Stretch other, Duration span) {
    long millis = span.toMillis();
    return one.to().equals(other.from())
        && Math.floorDiv(one.from().toEpochMilli(), millis)
            == Math.floorDiv(other.to().toEpochMilli() - 1, millis);
  }

  private void thin(Instant now) {
    List<Stretch> kept = new ArrayList<>();
    for (Stretch each : stretches) {
      Duration age = Duration.between(each.to(), now);
      if (age.compareTo(KEPT_FOR) > 0) {
        continue;
      }
      Stretch last = kept.isEmpty() ? null : kept.getLast();
      if (last != null && together(last, each, span(age))) {
        kept.set(kept.size() - 1, last.join(each));
      } else {
        kept.add(each);
      }
    }
    stretches.clear();
    stretches.addAll(kept);
  }

  private static Duration span(Duration age) {
    if (age.compareTo(MINUTES_FOR) <= 0) {
      return Duration.ofMinutes(1);
    }
    if (age.compareTo(TENS_FOR) <= 0) {
      return Duration.ofMinutes(10);
    }
    return age.compareTo(HOURS_FOR) <= 0 ? Duration.ofHours(1) : Duration.ofDays(1);
  }

  /** The last {@code length}; of a stretch that begins before it the part that lies in it. */
  Window window(Duration length, Instant now) {
    Instant begin = now.minus(length);
    double n = 0;
    double bad = 0;
    double covered = 0;
    for (int i = stretches.size() - 1; i >= 0 && stretches.get(i).to().isAfter(begin); i--) {
      Stretch each = stretches.get(i);
      double inside = Duration.between(later(begin, each.from()), each.to()).toMillis() / 1_000.0;
      double part = each.seconds() > 0 ? inside / each.seconds() : 1;
      n += each.n() * part;
      bad += each.bad() * part;
      covered += inside;
    }
    long requests = Math.round(n);
    return new Window(
        new Tally(requests, Math.min(requests, Math.round(bad))),
        Duration.ofMillis(Math.round(covered * 1_000)));
  }

  Optional<Instant> since() {
    return stretches.isEmpty() ? Optional.empty() : Optional.of(stretches.getFirst().from());
  }

  int size() {
    return stretches.size();
  }
}
