package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * The five-minute rollback decision of the {@link RollbackProfile#GUIDE}, with every answer on
 * record: degraded? affecting more than a tenth of the users? getting worse?
 */
public record Triage(Decision decision, List<String> answers) {
  public Triage {
    answers = List.copyOf(answers);
  }

  public enum Decision {
    CONTINUE,
    WATCH_LONGER,
    ROLL_BACK
  }

  private static final double MANY_USERS = 0.1;

  /**
   * @param affected share of the users that met the candidate, 0..1
   * @param earlier the candidate in the first half of the time, {@code later} in the second
   */
  public static Triage of(boolean degraded, double affected, Tally earlier, Tally later) {
    List<String> answers = new ArrayList<>();
    answers.add(degraded ? "degraded: yes" : "degraded: no");
    if (!degraded) {
      return new Triage(Decision.CONTINUE, answers);
    }
    answers.add(
        "affected: %s of the users (limit %s)"
            .formatted(Reasons.percent(affected), Reasons.percent(MANY_USERS)));
    if (affected > MANY_USERS) {
      return new Triage(Decision.ROLL_BACK, answers);
    }
    // Worse beyond chance: later and earlier as two sides of one comparison, at 1 in 20.
    var worse =
        earlier.n() > 0
            && later.n() > 0
            && ComparisonTest.of(0, ComparisonTest.Side.WORSE)
                    .observeWhole(new Block.Sides(earlier, later))
                    .logE()
                >= StrictMath.log(20);
    answers.add(
        "getting worse: %s (%s, then %s)"
            .formatted(worse ? "yes" : "no", Reasons.rate(earlier), Reasons.rate(later)));
    return new Triage(worse ? Decision.ROLL_BACK : Decision.WATCH_LONGER, answers);
  }
}
