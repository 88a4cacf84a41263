package dev.curtain.analysis.slo;

import java.util.Locale;
import java.util.Optional;

/** Whether the error budget allows a release now. */
public final class BudgetGate {
  private BudgetGate() {}

  /** What kind of change it is. */
  public enum Change {
    ROUTINE,
    RISKY,
    /** Back to a version that ran before: never held. */
    REVERT,
    /** Never held. */
    SECURITY
  }

  public enum Decision {
    ALLOW,
    DENY,
    /** Nothing was measured; that is not a yes. */
    UNKNOWN
  }

  public record Answer(Decision decision, String reason) {}

  private static final double RISKY_LEFT = 0.1;
  private static final double RISKY_BURN = 2;

  /**
   * @param burnRateLastHour times sustainable
   * @param paging a page alert of this objective is on
   */
  public static Answer of(
      Change change, Optional<Budget> budget, double burnRateLastHour, boolean paging) {
    return switch (change) {
      case REVERT -> new Answer(Decision.ALLOW, "a revert is never held by the budget");
      case SECURITY -> new Answer(Decision.ALLOW, "a security fix is never held by the budget");
      case ROUTINE -> budget.map(BudgetGate::routine).orElse(unknown());
      case RISKY -> budget.map(left -> risky(left, burnRateLastHour, paging)).orElse(unknown());
    };
  }

  private static Answer routine(Budget budget) {
    return budget.left() > 0
        ? new Answer(Decision.ALLOW, left(budget))
        : new Answer(Decision.DENY, "the error budget is spent (" + left(budget) + ")");
  }

  private static Answer risky(Budget budget, double burn, boolean paging) {
    if (paging) {
      return new Answer(Decision.DENY, "a page alert of this objective is on");
    }
    if (burn > RISKY_BURN) {
      return new Answer(
          Decision.DENY,
          String.format(
              Locale.ROOT,
              "the budget burns %.1f times too fast in the last hour (limit %.0f)",
              burn,
              RISKY_BURN));
    }
    return budget.left() >= RISKY_LEFT
        ? new Answer(Decision.ALLOW, left(budget))
        : new Answer(
            Decision.DENY, "a risky change wants 10 % of the budget (" + left(budget) + ")");
  }

  private static Answer unknown() {
    return new Answer(Decision.UNKNOWN, "no data: the budget is not known");
  }

  private static String left(Budget budget) {
    return String.format(Locale.ROOT, "%.1f %% of the budget left", budget.left() * 100);
  }
}
