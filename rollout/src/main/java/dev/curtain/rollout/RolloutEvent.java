package dev.curtain.rollout;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import dev.curtain.model.Ordered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can happen to a rollout. Events are what is written down; the state is the fold over them.
 */
public sealed interface RolloutEvent {
  Instant at();

  /** The rollout begins. */
  record Begun(Instant at) implements RolloutEvent {}

  /**
   * The serving version was watched.
   *
   * @param requests how many requests that was
   * @param quantileMicros by metric, the latency quantile asked for by a {@link LatencyGate},
   *     microseconds
   * @param past beat by beat, by metric, how many of its requests were bad: from them the judge
   *     learns how much that varies by itself. Logs of before that have none
   * @param leftOutMillis for how long the machine stood still meanwhile: nothing that was timed
   *     then is in {@code requests}, the quantiles or the past
   */
  record BaselineTaken(
      Instant at,
      long effect,
      long requests,
      Map<String, Long> quantileMicros,
      List<Map<String, Tally>> past,
      Optional<Long> leftOutMillis)
      implements RolloutEvent {
    public BaselineTaken {
      quantileMicros = Ordered.copyOf(quantileMicros);
      past = past == null ? List.of() : List.copyOf(past);
      leftOutMillis = leftOutMillis == null ? Optional.empty() : leftOutMillis;
    }

    public BaselineTaken(
        Instant at,
        long effect,
        long requests,
        Map<String, Long> quantileMicros,
        List<Map<String, Tally>> past) {
      this(at, effect, requests, quantileMicros, past, Optional.empty());
    }

    public BaselineTaken(Instant at, long effect, long requests, Map<String, Long> quantileMicros) {
      this(at, effect, requests, quantileMicros, List.of());
    }
  }

  /**
   * The tracks have the replicas that were asked for. {@code candidate} is what its side had
   * counted when that was so.
   */
  record Scaled(Instant at, long effect, SideCounts candidate, SideCounts stable)
      implements RolloutEvent {}

  /** The weights are in force at every router; the counts are those of that moment. */
  record Routed(Instant at, long effect, long epoch, SideCounts candidate, SideCounts stable)
      implements RolloutEvent {}

  /** An effect could not be carried out. */
  record EffectFailed(Instant at, long effect, String reason) implements RolloutEvent {}

  /**
   * What both sides did in the same short stretch of time.
   *
   * @param judged what the judge made of it, as it was when this was written down: reading it again
   *     decides the same, whatever judges have learned since. Empty: not yet, or a log of before
   *     that; then it is judged again
   */
  record Measured(Instant at, Block block, Optional<Judged> judged) implements RolloutEvent {
    public Measured {
      judged = judged == null ? Optional.empty() : judged;
    }

    public Measured(Instant at, Block block) {
      this(at, block, Optional.empty());
    }
  }

  /**
   * A verdict that was reached.
   *
   * @param method of the judge that reached it
   * @param verdict empty: there was none to be had then
   * @param doubt what is held against the new version where there is nobody left to compare with,
   *     and a conclusion is not reached: too much to go on in silence. Empty: nothing, or a log of
   *     before that
   */
  record Judged(String method, Optional<Verdict> verdict, Optional<String> doubt) {
    public Judged {
      doubt = doubt == null ? Optional.empty() : doubt;
    }

    public Judged(String method, Optional<Verdict> verdict) {
      this(method, verdict, Optional.empty());
    }
  }

  /** The measures could not be had; not the same as nothing to measure. */
  record MeasuresMissing(Instant at, String reason) implements RolloutEvent {}

  /**
   * Something was noticed that nobody counts.
   *
   * @param hold people are to look at it before it goes on
   */
  record Remarked(Instant at, String words, boolean hold) implements RolloutEvent {}

  /** A replica of the new version ended by itself; {@code left} of its side are still ready. */
  record CandidateCrashed(Instant at, String replica, int left, String lastWords)
      implements RolloutEvent {}

  /** Time has passed: the engine wakes a rollout at {@link RolloutState#wakeAt}. */
  record Tick(Instant at) implements RolloutEvent {}

  /**
   * A controller works again; nobody looked since {@code lastSeen}, and what nobody looked at does
   * not count as watched. Also where a controller finds that its clock has jumped: {@code lastSeen}
   * is then what the clock should have said, later than {@code at} where it jumped back.
   */
  record Resumed(Instant at, Instant lastSeen) implements RolloutEvent {}

  /**
   * A gate was looked at.
   *
   * @param opener who can open it and how; empty where it is open
   */
  record GateAnswered(Instant at, long effect, boolean open, String reason, String opener)
      implements RolloutEvent {}

  /** Outcomes of an A/B test: users first seen since the last of these, and how many converted. */
  record Counted(Instant at, Block.Sides outcomes, String who) implements RolloutEvent {}

  /** The others of the set are where this one waits for them. */
  record Met(Instant at) implements RolloutEvent {}

  /** A person or a program outside asked for something. */
  record Commanded(Instant at, Command command, String who, String reason)
      implements RolloutEvent {}

  /** What may be asked of a rollout. */
  enum Command {
    /** Go on now: end the analysis or the soak that is being waited for. */
    PROMOTE,
    PAUSE,
    RESUME,
    /** Give up and go back to the previous version. */
    ABORT,
    /** Go back to the previous version; also possible during the soak. */
    ROLLBACK,
    /** Agree to go through the gate that is stood before. */
    APPROVE,
    /** Tick off an item of the checklist; the reason names it. */
    CHECK,
    /** Pass over the step that is being waited at, for a reason that is kept. */
    SKIP
  }
}
