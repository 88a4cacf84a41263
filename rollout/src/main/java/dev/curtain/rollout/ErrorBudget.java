package dev.curtain.rollout;

import dev.curtain.analysis.Tally;
import dev.curtain.analysis.slo.Budget;
import dev.curtain.analysis.slo.BudgetGate;
import dev.curtain.analysis.slo.Objective;
import dev.curtain.model.Gate;

/** Whether the error budget of a service lets a rollout pass. */
public final class ErrorBudget {
  private ErrorBudget() {}

  /**
   * The budget of a month against what was counted.
   *
   * @param counted requests of the serving version, and how many of them failed
   */
  public static Windows.Answer at(Gate.Budget gate, Tally counted) {
    BudgetGate.Answer answer =
        BudgetGate.of(
            BudgetGate.Change.ROUTINE,
            Budget.of(new Objective(gate.target() / 100, Objective.MONTH), counted),
            Double.NaN,
            false);
    boolean open = answer.decision() == BudgetGate.Decision.ALLOW;
    return new Windows.Answer(open, answer.reason(), open ? "" : "requests that are answered well");
  }
}
