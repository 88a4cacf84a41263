package dev.curtain.rollout;

import static dev.curtain.rollout.Phase.AWAITING;
import static dev.curtain.rollout.Phase.BASELINING;
import static dev.curtain.rollout.Phase.CLEARING;
import static dev.curtain.rollout.Phase.EXPERIMENTING;
import static dev.curtain.rollout.Phase.GATED;
import static dev.curtain.rollout.Phase.PROMOTED;
import static dev.curtain.rollout.Phase.PROVISIONING;
import static dev.curtain.rollout.Phase.RETIRING;
import static dev.curtain.rollout.Phase.SHIFTING;
import static dev.curtain.rollout.Phase.SOAKING;
import static dev.curtain.rollout.Phase.WATCHING;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rollout machine, as rows. The diagram in the documentation is drawn from them. */
final class TransitionTable {
  /** Where the next step of the plan may lead. */
  static final Set<Phase> NEXT =
      EnumSet.of(
          BASELINING,
          PROVISIONING,
          SHIFTING,
          GATED,
          WATCHING,
          EXPERIMENTING,
          AWAITING,
          SOAKING,
          RETIRING,
          CLEARING,
          PROMOTED);

  /** Phases in which a step is being carried out. */
  static final Set<Phase> RUNNING =
      EnumSet.of(
          BASELINING,
          PROVISIONING,
          SHIFTING,
          GATED,
          WATCHING,
          EXPERIMENTING,
          AWAITING,
          SOAKING,
          RETIRING);

  /** Condition of the rows that change nothing. */
  static final String OTHERWISE = "otherwise";

  /** Every kind of event there is. */
  static final List<Class<? extends RolloutEvent>> EVENTS =
      List.of(
          RolloutEvent.Begun.class,
          RolloutEvent.BaselineTaken.class,
          RolloutEvent.Scaled.class,
          RolloutEvent.Routed.class,
          RolloutEvent.EffectFailed.class,
          RolloutEvent.Measured.class,
          RolloutEvent.MeasuresMissing.class,
          RolloutEvent.Remarked.class,
          RolloutEvent.CandidateCrashed.class,
          RolloutEvent.GateAnswered.class,
          RolloutEvent.Counted.class,
          RolloutEvent.Met.class,
          RolloutEvent.Tick.class,
          RolloutEvent.Resumed.class,
          RolloutEvent.Commanded.class);

  static final List<Rule> RULES = rules();

  private TransitionTable() {}

  private static List<Rule> rules() {
    Rows rows = new Rows();
    StepRows.add(rows);
    JudgingRows.add(rows);
    GateRows.add(rows);
    TrialRows.add(rows);
    BackRows.add(rows);
    CommandRows.add(rows);
    // What is left changes nothing: late answers, ticks that came too early, commands that do not
    // apply.
    for (Class<? extends RolloutEvent> event : EVENTS) {
      rows.on(
          EnumSet.allOf(Phase.class), event, OTHERWISE, EnumSet.allOf(Phase.class), (_, _) -> {});
    }
    return rows.rules();
  }
}
