package dev.curtain.runtime.standin;

import java.time.Duration;
import java.util.List;

/**
 * What is wrong with one version of one service, as asked for by {@code --fault}.
 *
 * @param service path of the element
 * @param version the version it applies to; {@code "unversioned"} where the model names none
 * @param effects in the order in which they were given, none twice
 */
public record Fault(String service, String version, List<Effect> effects) {
  public Fault {
    effects = List.copyOf(effects);
  }

  /**
   * Reads {@code PATH@VERSION:key=value[,key=value…]}.
   *
   * @throws InvalidFault naming what is wrong and what was expected
   */
  public static Fault parse(String text) {
    return FaultParser.parse(text);
  }

  boolean concerns(String service, String version) {
    return this.service.equals(service) && this.version.equals(version);
  }

  /** One thing that is wrong. Latencies are real time; everything else is model time. */
  public sealed interface Effect {
    /** This share of requests, 0..1, is answered 500. */
    record ErrorRate(double share) implements Effect {}

    /** Every answer comes this much later. */
    record AddedLatency(Duration by) implements Effect {}

    /**
     * Slow answers for a few: the {@code quantile} (0..1) of the latency becomes {@code latency}.
     * The slow share is a quarter larger than {@code 1 - quantile}, so that the quantile lies
     * within the slow answers and not on their edge.
     */
    record SlowTail(double quantile, Duration latency) implements Effect {
      double share() {
        return Math.min(1, 1.25 * (1 - quantile));
      }
    }

    /** The replica dies this long after it became ready, with everything it was answering. */
    record CrashAfter(Duration delay) implements Effect {}

    /** The readiness probe is answered 503. */
    record Unready() implements Effect {}

    /**
     * The other effects hold only during the first {@code length} of every {@code period}, counted
     * from when the first replica of the version became ready; a crash is not bound to it. Alone it
     * means that every request during a burst fails.
     *
     * <pre>
     *  first ready            period              2 × period
     *      |######...............|######...............|######....   # = length
     * </pre>
     */
    record Burst(Duration length, Duration period) implements Effect {}
  }

  /** A fault that cannot be read. */
  public static final class InvalidFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String hint;

    InvalidFault(String message, String hint) {
      super(message);
      this.hint = hint;
    }

    /** What to write instead. */
    public String hint() {
      return hint;
    }
  }
}
