package dev.curtain.rollout;

import dev.curtain.model.Gate;
import dev.curtain.model.Ordered;
import java.time.Duration;
import java.util.Map;

/**
 * Something a rollout wants done in the world. Effects are idempotent by {@code id}: after a crash
 * the ones without an answer are simply carried out again.
 */
public sealed interface Effect {
  long id();

  /** Look at the serving tracks for a while; answered by {@link RolloutEvent.BaselineTaken}. */
  record TakeBaseline(long id, Duration lasting) implements Effect {}

  /**
   * Bring tracks to these numbers of ready replicas; answered by {@link RolloutEvent.Scaled} or
   * {@link RolloutEvent.EffectFailed}.
   */
  record ScaleTracks(long id, Map<String, Integer> replicas, Duration within) implements Effect {
    public ScaleTracks {
      replicas = Ordered.copyOf(replicas);
    }
  }

  /**
   * Put this division in force; answered by {@link RolloutEvent.Routed} or {@link
   * RolloutEvent.EffectFailed}.
   */
  record ApplyRoute(long id, Division division) implements Effect {
    /** By weight alone. */
    public ApplyRoute(long id, Map<String, Integer> weights) {
      this(id, Division.of(weights));
    }

    /** By track, of whoever is in no group. */
    public Map<String, Integer> weights() {
      return division.weights();
    }
  }

  /** Find out whether a gate is open; answered by {@link RolloutEvent.GateAnswered}. */
  record AskGate(long id, Gate gate) implements Effect {}
}
