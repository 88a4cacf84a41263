package dev.curtain.server.engine;

import dev.curtain.analysis.slo.Objective;
import dev.curtain.model.Gate;
import dev.curtain.rollout.ErrorBudget;
import dev.curtain.rollout.Windows;
import dev.curtain.server.slo.SloBook;
import java.time.Instant;

/** The budget of a month against what users met in the last month, whatever version answered. */
public final class Budgets {
  private Budgets() {}

  /**
   * What a gate says of a service.
   *
   * @param book after a look at the router
   */
  public static Windows.Answer answer(SloBook book, String service, Gate.Budget gate, Instant now) {
    return ErrorBudget.at(gate, book.uptime(service, Objective.MONTH, now).tally());
  }
}
