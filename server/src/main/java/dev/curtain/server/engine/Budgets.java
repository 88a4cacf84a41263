package dev.curtain.server.engine;

import dev.curtain.analysis.Tally;
import dev.curtain.model.Gate;
import dev.curtain.rollout.ErrorBudget;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Windows;
import dev.curtain.router.Measures;
import java.util.List;

/** The budget of a month against what the router has counted since its start. */
public final class Budgets {
  private Budgets() {}

  /**
   * What a gate says of a service.
   *
   * @param tracks those of the serving version
   */
  public static Windows.Answer answer(List<TrackSpec> tracks, Gate.Budget gate, Measures measures) {
    long judged = 0;
    long failed = 0;
    for (TrackSpec track : tracks) {
      judged += measures.track(track.name()).judged();
      failed += measures.track(track.name()).failed();
    }
    return ErrorBudget.at(gate, new Tally(judged, failed));
  }
}
