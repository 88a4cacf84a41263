package dev.curtain.rollout;

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
      replicas = Map.copyOf(replicas);
    }
  }

  /**
   * Put these weights in force; answered by {@link RolloutEvent.Routed} or {@link
   * RolloutEvent.EffectFailed}.
   */
  record ApplyRoute(long id, Map<String, Integer> weights) implements Effect {
    public ApplyRoute {
      weights = Map.copyOf(weights);
    }
  }
}
