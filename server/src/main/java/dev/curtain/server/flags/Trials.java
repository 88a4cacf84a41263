package dev.curtain.server.flags;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Verdict;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Exposing;
import dev.curtain.flags.change.Switching;
import dev.curtain.server.document.Documents;
import dev.curtain.server.flags.FlagStore.Cause;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Flags on their way out to everybody: each second every one is judged, and goes on, waits, or is
 * turned off. What the judge is shown is in the log first; a controller that starts goes on from
 * the step that was in force, with all that was seen since the flag's way out began.
 */
final class Trials {
  static final String JUDGE = "judge";

  private final Ledger ledger;
  private final FlagStore store;
  private final InstantSource clock;
  private final Map<String, Trial> trials = new ConcurrentHashMap<>();
  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  private final Map<String, String> waits = new ConcurrentHashMap<>();
  private final Function<String, Optional<String>> busy;

  /**
   * @param busy the service that reads a flag, while it is itself being changed
   */
  Trials(
      Ledger ledger,
      FlagStore store,
      InstantSource clock,
      Function<String, Optional<String>> busy) {
    this.ledger = ledger;
    this.store = store;
    this.clock = clock;
    this.busy = busy;
    store
        .flags()
        .forEach((flag, definition) ->
            FlagRollout.of(definition).ifPresent(rollout -> remember(flag, trial(flag, rollout))));
  }

  /** Shows a trial again what was seen since the flag's way out began. */
  private void remember(String flag, Trial trial) {
    Optional<Instant> began = began(flag);
    for (Entry entry : ledger.log().about(Entry.FlagJudged.SUBJECT)) {
      if (entry instanceof Entry.FlagJudged seen
          && seen.flag().equals(flag)
          && began.filter(at -> !seen.at().isBefore(at)).isPresent()) {
        trial.observe(seen.block());
      }
    }
  }

  private Optional<Instant> began(String flag) {
    return store.history(flag).stream()
        .filter(change -> isOnItsWay(change.after()) && !isOnItsWay(change.before()))
        .map(Entry.FlagChanged::at)
        .reduce((_, later) -> later);
  }

  private static boolean isOnItsWay(Optional<String> definition) {
    return definition
        .filter(text ->
            Json.read(text) instanceof Value.Fields flag && FlagRollout.of(flag).isPresent())
        .isPresent();
  }

  /** Why there was no next step when it was looked last. */
  Optional<String> waits(String flag) {
    return Optional.ofNullable(waits.get(flag));
  }

  /** Outcomes of a flag that is not being let out are of no use here. */
  void report(Outcome outcome) {
    Optional.ofNullable(store.flags().get(outcome.flag()))
        .flatMap(FlagRollout::of)
        .filter(rollout -> !rollout.counted())
        .ifPresent(rollout -> trial(outcome.flag(), rollout).report(outcome));
  }

  /** What the router counted, of a flag whose outcomes it counts. */
  void count(String flag, Map<String, Block.Sides> seen) {
    Optional.ofNullable(store.flags().get(flag))
        .flatMap(FlagRollout::of)
        .filter(FlagRollout::counted)
        .ifPresent(rollout -> trial(flag, rollout).count(seen));
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
        waits.remove(each.getKey());
      }
    }
  }

  private void judge(String flag, FlagRollout rollout) throws FlagRefused {
    Trial trial = trial(flag, rollout);
    trial
        .close()
        .ifPresent(block -> {
          ledger.append(new Entry.FlagJudged(clock.instant(), flag, block));
          trial.observe(block);
        });
    Verdict verdict = trial.verdict();
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
    Optional<String> holds = holds(flag, rollout, verdict, now);
    holds.ifPresentOrElse(why -> waits.put(flag, why), () -> waits.remove(flag));
    if (holds.isEmpty()) {
      boolean last = rollout.beforeLast();
      FlagRollout next = rollout.next(now);
      store.changeKnown(
          flag,
          cause("expose " + next.current().words(), verdict, trial),
          before -> step(before, next, last));
    }
  }

  /**
   * Why there is no next step yet. On to more users while nothing speaks against it and enough was
   * seen; to everybody only once the harm is bounded; never while the service that reads the flag
   * is itself being changed, because then nobody could say which of the two did harm.
   */
  private Optional<String> holds(String flag, FlagRollout rollout, Verdict verdict, Instant now) {
    Instant due = rollout.since().plus(rollout.every());
    if (now.isBefore(due)) {
      return Optional.of("the step lasts until " + due);
    }
    if (rollout.counted()) {
      Optional<String> obstacle =
          Optional.ofNullable(store.flags().get(flag)).flatMap(RouterOutcomes::obstacle);
      if (obstacle.isPresent()) {
        return obstacle.map(why -> "the router cannot tell who meets it: " + why);
      }
    }
    if (rollout.waitsForApproval()) {
      return Optional.of("somebody has to approve the step to " + rollout.following().words());
    }
    Optional<String> moving = busy.apply(flag);
    if (moving.isPresent()) {
      return moving.map(service -> service + " is being rolled out");
    }
    return switch (verdict.decision()) {
      case PROMOTE, CONTINUE -> unseen(rollout, verdict);
      case ABORT, INCONCLUSIVE -> Optional.of(verdict.reason());
    };
  }

  private static Optional<String> unseen(FlagRollout rollout, Verdict verdict) {
    if (verdict.baseline().n() == 0 || verdict.candidate().n() < Math.max(1, rollout.minimum())) {
      return Optional.of(
          verdict.candidate().n()
              + " requests under the variant and "
              + verdict.baseline().n()
              + (rollout.counted()
                  ? " without were counted by the router, of users whose key it knows (needed: "
                  : " without were reported (needed: ")
              + Math.max(1, rollout.minimum())
              + ", and some without)");
    }
    return rollout.beforeLast() && verdict.decision() == Verdict.Decision.CONTINUE
        ? Optional.of("to everybody only once the harm is bounded: " + verdict.reason())
        : Optional.empty();
  }

  static Value.Fields step(Value.Fields flag, FlagRollout rollout, boolean last) {
    Exposing exposing = Exposing.of(flag, Optional.of(rollout.variant()));
    rollout.current().add(exposing);
    Value.Fields exposed = exposing.apply(flag);
    return last ? FlagRollout.without(exposed) : FlagRollout.with(exposed, rollout);
  }

  private static Cause cause(String action, Verdict verdict, Trial trial) {
    return new Cause(
        action, JUDGE, verdict.reason(), Optional.of(Documents.json(trial.evidence())));
  }
}
