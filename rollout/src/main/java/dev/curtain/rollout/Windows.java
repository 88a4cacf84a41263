package dev.curtain.rollout;

import dev.curtain.model.Cron;
import dev.curtain.model.Gate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Whether a window is open. Any period of denial that is on wins. */
public final class Windows {
  /** How far a next opening is looked for. */
  private static final Duration AHEAD = Duration.ofDays(31);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm VV", Locale.ROOT);

  private Windows() {}

  /**
   * @param opener who can open it and how; empty where it is open
   */
  public record Answer(boolean open, String reason, String opener) {}

  public static Answer at(Gate.Window window, Instant at) {
    ZoneId zone = ZoneId.of(window.zone());
    for (Gate.Period deny : window.deny()) {
      Optional<Instant> until = until(deny, at, zone);
      if (until.isPresent()) {
        return new Answer(
            false,
            "denied until " + TIME.format(until.get().atZone(zone)) + " (" + words(deny) + ")",
            "time opens it then");
      }
    }
    for (Gate.Period allow : window.allow()) {
      Optional<Instant> until = until(allow, at, zone);
      if (until.isPresent()) {
        return new Answer(true, "allowed until " + TIME.format(until.get().atZone(zone)), "");
      }
    }
    if (window.allow().isEmpty()) {
      return new Answer(true, "nothing denies " + TIME.format(at.atZone(zone)), "");
    }
    Optional<Instant> next =
        window.allow().stream()
            .flatMap(allow -> cron(allow).next(at, AHEAD, zone).stream())
            .min(Instant::compareTo);
    return new Answer(
        false,
        "outside the window",
        next.map(begin -> "time opens it on " + TIME.format(begin.atZone(zone)))
            .orElse("it does not open within " + Words.duration(AHEAD)));
  }

  private static Optional<Instant> until(Gate.Period period, Instant at, ZoneId zone) {
    return cron(period).until(at, period.lasting(), zone);
  }

  private static Cron cron(Gate.Period period) {
    return Cron.parse(period.cron())
        .orElseThrow(() -> new IllegalArgumentException("cron: " + period.cron()));
  }

  private static String words(Gate.Period period) {
    return period.cron() + " for " + Words.duration(period.lasting());
  }
}
