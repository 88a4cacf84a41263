package dev.curtain.server.flags;

import dev.curtain.analysis.Verdict;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Exposing;
import dev.curtain.flags.change.Schedule;
import dev.curtain.flags.change.Switching;
import dev.curtain.server.document.Documents;
import dev.curtain.server.flags.FlagStore.Cause;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Flags on their way out to everybody: each second every one is judged, and goes on, waits, or is
 * turned off. What the judge was shown is in memory; a controller that starts anew looks anew, and
 * goes on from the step that was in force.
 */
final class Trials {
  static final String JUDGE = "judge";

  private final FlagStore store;
  private final InstantSource clock;
  private final Map<String, Trial> trials = new ConcurrentHashMap<>();
  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();

  Trials(FlagStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Outcomes of a flag that is not being let out are of no use here. */
  void report(Outcome outcome) {
    Optional.ofNullable(store.flags().get(outcome.flag()))
        .flatMap(FlagRollout::of)
        .ifPresent(rollout -> trial(outcome.flag(), rollout).report(outcome));
  }

  Optional<Verdict> verdict(String flag) {
    return Optional.ofNullable(verdicts.get(flag));
  }

  private Trial trial(String flag, FlagRollout rollout) {
    return trials.computeIfAbsent(
        flag,
        _ -> new Trial(rollout.variant(), rollout.alpha(), rollout.tolerance(), rollout.minimum()));
  }

  /** Judges everything that is under way. */
  void tick() throws FlagRefused {
    for (Map.Entry<String, Value.Fields> each : store.flags().entrySet()) {
      Optional<FlagRollout> rollout = FlagRollout.of(each.getValue());
      if (rollout.isPresent()) {
        judge(each.getKey(), rollout.get());
      } else {
        trials.remove(each.getKey());
      }
    }
  }

  private void judge(String flag, FlagRollout rollout) throws FlagRefused {
    Trial trial = trial(flag, rollout);
    Verdict verdict = trial.close();
    verdicts.put(flag, verdict);
    if (verdict.decision() == Verdict.Decision.ABORT) {
      store.changeKnown(
          flag,
          cause("off", verdict, trial),
          before ->
              Switching.off(
                  FlagRollout.without(before),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      trials.remove(flag);
      return;
    }
    Instant now = clock.instant();
    boolean time = !now.isBefore(rollout.since().plus(rollout.every()));
    if (time && may(rollout, verdict)) {
      boolean last = rollout.beforeLast();
      FlagRollout next = rollout.next(now);
      store.changeKnown(
          flag,
          cause("expose " + Schedule.plain(next.share()) + " %", verdict, trial),
          before -> step(before, next, last));
    }
  }

  /**
   * On to more users while nothing speaks against it and enough was seen; to everybody only once
   * the harm is bounded.
   */
  private static boolean may(FlagRollout rollout, Verdict verdict) {
    boolean seen =
        verdict.baseline().n() > 0 && verdict.candidate().n() >= Math.max(1, rollout.minimum());
    return switch (verdict.decision()) {
      case PROMOTE -> seen;
      case CONTINUE -> seen && !rollout.beforeLast();
      case ABORT, INCONCLUSIVE -> false;
    };
  }

  static Value.Fields step(Value.Fields flag, FlagRollout rollout, boolean last) {
    Value.Fields exposed =
        Exposing.of(flag, Optional.of(rollout.variant())).percent(rollout.share()).apply(flag);
    return last ? FlagRollout.without(exposed) : FlagRollout.with(exposed, rollout);
  }

  private static Cause cause(String action, Verdict verdict, Trial trial) {
    return new Cause(
        action, JUDGE, verdict.reason(), Optional.of(Documents.json(trial.evidence())));
  }
}
