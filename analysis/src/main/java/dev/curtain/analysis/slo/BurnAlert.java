package dev.curtain.analysis.slo;

import dev.curtain.analysis.Tally;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Fires when the budget burns at {@code factor} times the sustainable rate over a long window, and
 * still does over a short one.
 */
public record BurnAlert(
    Severity severity, double factor, Duration longWindow, Duration shortWindow) {
  public enum Severity {
    PAGE,
    TICKET
  }

  /**
   * Four pairs for 30 days: 2 % of the budget in 1 hour, 5 % in 6 hours, 10 % in a day, 10 % in
   * three days. For another period the windows are scaled, not the factors: a factor below 1 would
   * fire while the objective is met.
   */
  public static List<BurnAlert> standard(Duration period) {
    var scale = (double) period.toMillis() / Objective.MONTH.toMillis();
    return List.of(
        scaled(Severity.PAGE, 14.4, Duration.ofHours(1), Duration.ofMinutes(5), scale),
        scaled(Severity.PAGE, 6, Duration.ofHours(6), Duration.ofMinutes(30), scale),
        scaled(Severity.TICKET, 3, Duration.ofHours(24), Duration.ofHours(2), scale),
        scaled(Severity.TICKET, 1, Duration.ofDays(3), Duration.ofHours(6), scale));
  }

  private static BurnAlert scaled(
      Severity severity, double factor, Duration longWindow, Duration shortWindow, double scale) {
    return new BurnAlert(severity, factor, times(longWindow, scale), times(shortWindow, scale));
  }

  private static Duration times(Duration window, double scale) {
    return Duration.ofMillis(StrictMath.round(window.toMillis() * scale));
  }

  public boolean fires(Objective objective, Tally longWindowSeen, Tally shortWindowSeen) {
    return Budget.burnRate(objective, longWindowSeen) > factor
        && Budget.burnRate(objective, shortWindowSeen) > factor;
  }

  /** Whether a total outage would fire it: below 93.06 % nothing burns 14.4 times too fast. */
  public boolean canFire(Objective objective) {
    return factor * objective.budget() < 1;
  }

  /** Time to fire after a clean past at this share of bad outcomes; absent where it never does. */
  public Optional<Duration> timeToFire(Objective objective, double errorRatio) {
    var limit = factor * objective.budget();
    return errorRatio > limit
        ? Optional.of(
            Duration.ofMillis(StrictMath.round(limit * longWindow.toMillis() / errorRatio)))
        : Optional.empty();
  }

  /** Below this many requests in the long window a single bad one fires it. */
  public double requestsForOneFailureToFire(Objective objective) {
    return 1 / (factor * objective.budget());
  }

  /** What is wrong with this alert for a service, if anything. */
  public Optional<String> objection(Objective objective, double requestsPerHour) {
    var hours = longWindow.toMillis() / 3_600_000.0;
    if (!canFire(objective)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%.1f times the sustainable rate cannot be reached with a target of %s %%: it can"
                  + " never fire",
              factor,
              percent(objective.target())));
    }
    var needed = requestsForOneFailureToFire(objective);
    return requestsPerHour * hours < needed
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "fewer than %.0f requests in %.1f hours: a single bad one fires it",
                needed,
                hours))
        : Optional.empty();
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
  }
}
