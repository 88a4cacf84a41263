package dev.curtain.rollout;

import dev.curtain.model.Audience;
import dev.curtain.model.Gate;
import dev.curtain.model.Ordered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One thing a rollout does. Durations are those of the clock the engine runs on. */
public sealed interface Step {
  /** What the step does, for people. */
  String describe();

  /** How long it takes by the plan; empty where that depends on what it waits for. */
  default Optional<Duration> planned() {
    return switch (this) {
      case Baseline baseline -> Optional.of(baseline.lasting());
      case Watch watch -> Optional.of(watch.atLeast());
      case Soak soak -> Optional.of(soak.lasting());
      case Trial trial -> Optional.of(trial.atMost());
      case Scale _, Shift _, Advance _, Await _, Gated _, Open _, Mirror _, Close _ ->
          Optional.empty();
    };
  }

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
      replicas = Ordered.copyOf(replicas);
    }

    @Override
    public String describe() {
      return switch (purpose) {
        case PROVISION ->
            "start and verify, up to " + total() + (total() == 1 ? " replica" : " replicas");
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
   * @param seen time in which nothing is held against the new version, since it comes out of a gap,
   *     does not count as watched; plans of before that did not say
   * @param warmUp as long as replicas are cold: how slow the new version is in that time is not
   *     held against it, what it fails is
   */
  record Watch(Duration atLeast, Duration atMost, boolean conclude, boolean seen, Duration warmUp)
      implements Step {
    public Watch {
      // Plans of before there was one have none.
      warmUp = warmUp == null ? Duration.ZERO : warmUp;
    }

    public Watch(Duration atLeast, Duration atMost, boolean conclude, Duration warmUp) {
      this(atLeast, atMost, conclude, true, warmUp);
    }

    @Override
    public String describe() {
      return conclude ? "analyse to a conclusion" : "analyse";
    }
  }

  /**
   * The new version has everything, the previous one stays warm at full size: going back is a route
   * change.
   *
   * @param seen it only ends by itself if something was measured; plans of before that did not say
   */
  record Soak(Duration lasting, boolean seen) implements Step {
    @Override
    public String describe() {
      return "soak, the previous version stays warm";
    }
  }

  /**
   * Stands before a gate until it is open.
   *
   * @param every how long before a gate that was found closed is asked again
   */
  record Gated(Gate gate, Duration every) implements Step {
    @Override
    public String describe() {
      return "pass the gate: " + gate.label();
    }
  }

  /**
   * Lets named groups in.
   *
   * @param group as people call it
   * @param audiences who is in it; each fits by itself
   * @param within per cent of them that get the new version
   * @param rest per cent of everybody else
   */
  record Open(String group, List<Audience> audiences, double within, double rest) implements Step {
    public Open {
      audiences = List.copyOf(audiences);
    }

    @Override
    public String describe() {
      return "open to "
          + (within < 100 ? Shares.percent(within) + " of " : "")
          + group
          + (rest > 0 && !audiences.isEmpty() ? " and " + Shares.percent(rest) + " of all" : "")
          + (rest > 0 && audiences.isEmpty() && within >= 100
              ? ", " + Shares.percent(rest) + " of all"
              : "");
    }
  }

  /** Copies requests to the new version, whose answers go to nobody. */
  record Mirror(double share, boolean unsafeMethods, boolean compareBodies) implements Step {
    @Override
    public String describe() {
      return (share > 0 ? "mirror " + Shares.percent(share) + " of requests" : "end the mirror")
          + (unsafeMethods ? ", writing ones too" : "");
    }
  }

  /**
   * Takes the service away on purpose.
   *
   * @param declared the longest gap that is acceptable
   */
  record Close(Duration declared) implements Step {
    @Override
    public String describe() {
      return "close: downtime begins, declared " + Words.duration(declared);
    }
  }

  /**
   * Both versions serve until a business metric tells them apart.
   *
   * @param share per cent of those who take part that have the new version
   * @param minimumUsers on each side before anything is decided
   * @param alpha probability of calling a winner where there is none
   * @param reported outcomes are told from outside
   */
  record Trial(double share, Duration atMost, long minimumUsers, double alpha, boolean reported)
      implements Step {
    @Override
    public String describe() {
      return "experiment until decided";
    }
  }

  /**
   * Stands still until the other members of the set are where this one waits for them.
   *
   * @param meeting number of the meeting, which all members come to; {@link #TURN}: whoever this
   *     one depends on has its new version
   */
  record Await(int meeting) implements Step {
    /** Not a meeting of all, but the turn of one. */
    public static final int TURN = 0;

    @Override
    public String describe() {
      return meeting == TURN ? "wait for its turn in the set" : "wait for the others of the set";
    }
  }

  /**
   * Gives the new version a share in each place.
   *
   * @param region the one that it goes forward in
   * @param within per cent that the new version gets in it
   * @param shares per cent of what reaches it, by node; one that is not named has none
   * @param share per cent of everything that comes to
   */
  record Advance(String region, double within, Map<String, Double> shares, double share)
      implements Step {
    public Advance {
      shares = Ordered.copyOf(shares);
    }

    @Override
    public String describe() {
      return "shift "
          + region
          + " to "
          + Shares.percent(within)
          + ", "
          + Shares.percent(share)
          + " of all";
    }
  }

  /** Whether a {@link Scale} adds capacity or takes it away. */
  enum Purpose {
    PROVISION,
    RETIRE
  }
}
