package dev.curtain.analysis.slo;

import dev.curtain.analysis.Tally;
import java.time.Duration;
import java.util.Optional;

/**
 * What is left of an objective's error budget.
 *
 * @param spent share of the budget used in the period so far, 0.. (1 is all of it)
 */
public record Budget(Objective objective, double spent) {
  /**
   * @param period what happened in the last period; without requests nothing is known
   */
  public static Optional<Budget> of(Objective objective, Tally period) {
    return period.n() == 0
        ? Optional.empty()
        : Optional.of(new Budget(objective, burnRate(objective, period)));
  }

  /**
   * How many times faster than sustainable the budget was burnt: 1 spends all of it in a period.
   */
  public static double burnRate(Objective objective, Tally window) {
    return window.n() == 0 ? Double.NaN : window.rate() / objective.budget();
  }

  /** Share of the budget left; negative where it is overspent. */
  public double left() {
    return 1 - spent;
  }

  /** When the budget is gone if the burn rate stays, counted from now; absent where it never is. */
  public Optional<Duration> exhausted(double burnRate) {
    if (left() <= 0) {
      return Optional.of(Duration.ZERO);
    }
    return burnRate > 0
        ? Optional.of(
            Duration.ofMillis(StrictMath.round(left() * objective.period().toMillis() / burnRate)))
        : Optional.empty();
  }
}
