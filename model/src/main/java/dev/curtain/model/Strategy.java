package dev.curtain.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How one version of a service takes over from another. */
public sealed interface Strategy {
  /** The field's own name: {@code blue-green}, {@code canary} … */
  String label();

  /**
   * Two full environments; {@code steps} are the shares of the new one in per cent, ending in 100.
   */
  record BlueGreen(List<Double> steps) implements Strategy {
    public BlueGreen {
      steps = List.copyOf(steps);
    }

    @Override
    public String label() {
      return "blue-green";
    }
  }

  /** A small share first, growing on evidence; {@code steps} in per cent, ending in 100. */
  record Canary(List<Double> steps) implements Strategy {
    public Canary {
      steps = List.copyOf(steps);
    }

    @Override
    public String label() {
      return "canary";
    }
  }

  /**
   * Batch by batch, never fewer than {@code replicas - maxUnavailable} ready, never more than
   * {@code replicas + maxSurge}.
   */
  record Rolling(int maxUnavailable, int maxSurge) implements Strategy {
    @Override
    public String label() {
      return "rolling";
    }
  }

  /**
   * Everything old is stopped before anything new is started: the one strategy with a gap.
   *
   * @param downtime the longest gap that is declared acceptable
   */
  record Recreate(Duration downtime) implements Strategy {
    @Override
    public String label() {
      return "recreate";
    }
  }

  /**
   * The new version gets copies of requests; its answers go to nobody and are compared.
   *
   * @param share per cent of requests that are copied
   * @param lasting how long answers are compared
   * @param unsafeMethods whether requests that may change something are copied too
   * @param compareBodies whether bodies are compared, or only the status
   * @param tolerance share of answers that may differ, 0..1
   * @param then the strategy that takes over afterwards; empty: the comparison is the result
   */
  record Shadow(
      double share,
      Duration lasting,
      boolean unsafeMethods,
      boolean compareBodies,
      double tolerance,
      Optional<Strategy> then)
      implements Strategy {
    @Override
    public String label() {
      return "shadow";
    }
  }

  /**
   * Both versions serve, each its own users, until a business metric tells them apart.
   *
   * @param audiences who takes part; none: everybody
   * @param share per cent of those who take part that get the new version
   * @param lasting the longest it runs
   * @param minimumUsers on each side before anything is decided
   * @param alpha probability of calling a winner where there is none, 0..1
   * @param reported outcomes come from outside by the API; false: an answer that did not fail is
   *     the outcome
   */
  record Ab(
      List<Audience> audiences,
      double share,
      Duration lasting,
      long minimumUsers,
      double alpha,
      boolean reported)
      implements Strategy {
    public Ab {
      audiences = List.copyOf(audiences);
    }

    @Override
    public String label() {
      return "ab";
    }
  }

  /** Named groups, one after the other; the last ring is everybody. */
  record Ring(List<Circle> rings) implements Strategy {
    public Ring {
      rings = List.copyOf(rings);
    }

    @Override
    public String label() {
      return "ring";
    }
  }

  /**
   * One ring.
   *
   * @param audience who is in it
   * @param share per cent of all users, where the ring is a share; 0 where it is named groups
   * @param soak how long it is watched before the next ring
   * @param gates before it
   */
  record Circle(Audience audience, double share, Optional<Duration> soak, List<Gate> gates) {
    public Circle {
      gates = List.copyOf(gates);
    }
  }
}
