package dev.curtain.model;

import java.util.List;

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

  /** A strategy that the language knows and this version of the engine does not carry out yet. */
  record Named(String label) implements Strategy {}
}
