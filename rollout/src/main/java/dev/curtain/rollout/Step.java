package dev.curtain.rollout;

import java.time.Duration;
import java.util.Map;

/** One thing a rollout does. Durations are those of the clock the engine runs on. */
public sealed interface Step {
  /** What the step does, for people. */
  String describe();

  /** Watches the serving version alone, to know what is normal before anything moves. */
  record Baseline(Duration lasting) implements Step {
    @Override
    public String describe() {
      return "observe the serving version";
    }
  }

  /**
   * Brings tracks to a number of ready replicas: more are started, surplus ones are drained and
   * stopped.
   */
  record Scale(Purpose purpose, Map<String, Integer> replicas, Duration within) implements Step {
    public Scale {
      replicas = Map.copyOf(replicas);
    }

    @Override
    public String describe() {
      return switch (purpose) {
        case PROVISION -> "start and verify " + total() + (total() == 1 ? " replica" : " replicas");
        case RETIRE ->
            total() == 0 ? "drain and stop the previous version" : "drain down to " + total();
      };
    }

    private int total() {
      return replicas.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Gives the new version this share of the traffic, per cent. */
  record Shift(double share) implements Step {
    @Override
    public String describe() {
      return "shift to " + Shares.percent(share);
    }
  }

  /**
   * Compares candidate and baseline.
   *
   * @param atLeast how long to watch when nothing is wrong
   * @param atMost how long to wait for a conclusion, {@code >= atLeast}
   * @param conclude whether evidence of harmlessness is needed to go on
   */
  record Watch(Duration atLeast, Duration atMost, boolean conclude) implements Step {
    @Override
    public String describe() {
      return conclude ? "analyse to a conclusion" : "analyse";
    }
  }

  /**
   * The new version has everything, the previous one stays warm at full size: going back is a route
   * change.
   */
  record Soak(Duration lasting) implements Step {
    @Override
    public String describe() {
      return "soak, the previous version stays warm";
    }
  }

  /** Whether a {@link Scale} adds capacity or takes it away. */
  enum Purpose {
    PROVISION,
    RETIRE
  }
}
