package dev.curtain.runtime.standin;

import dev.curtain.runtime.standin.Fault.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How one replica behaves, request by request. The same seed gives the same answers in the same
 * order: each request draws the same number of random values, whatever becomes of it.
 */
final class Conduct {
  /** Of the natural logarithm of the latency: median 4 ms, 99 % below 15 ms. */
  private static final double LOG_MEDIAN_NANOS = Math.log(4e6);

  private static final double LOG_SIGMA = Math.log(15.0 / 4.0) / 2.326;

  private final List<Fault> faults;
  private final RandomGenerator random;

  Conduct(List<Fault> faults, RandomGenerator random) {
    this.faults = List.copyOf(faults);
    this.random = random;
  }

  /**
   * @param failed the answer is an injected 500
   */
  record Answer(boolean failed, long delayNanos) {}

  /** How long the replica takes from its start to being ready: 50 to 150 ms. */
  Duration startUp() {
    return Duration.ofNanos(random.nextLong(50_000_000, 150_000_001));
  }

  /**
   * The next request's fate.
   *
   * @param sinceReady model time since the first replica of this version became ready
   */
  Answer next(Duration sinceReady) {
    double latency = Math.exp(LOG_MEDIAN_NANOS + LOG_SIGMA * random.nextGaussian());
    double luck = random.nextDouble();
    double haste = random.nextDouble();
    double spared = 1;
    double slowest = 0;
    for (Fault fault : faults) {
      if (!holds(fault, sinceReady)) {
        continue;
      }
      for (Effect effect : fault.effects()) {
        switch (effect) {
          case Effect.ErrorRate(double share) -> spared *= 1 - share;
          case Effect.AddedLatency(Duration by) -> latency += by.toNanos();
          case Effect.SlowTail tail -> {
            if (haste < tail.share()) {
              slowest = Math.max(slowest, tail.latency().toNanos());
            }
          }
          case Effect.Burst _ -> spared *= fault.effects().size() == 1 ? 0 : 1;
          case Effect.CrashAfter _, Effect.Unready _ -> {}
        }
      }
    }
    return new Answer(luck >= spared, Math.round(Math.max(latency, slowest)));
  }

  /** Whether the readiness probe is to be answered with no. */
  boolean unready(Duration sinceReady) {
    return faults.stream()
        .anyMatch(
            fault -> fault.effects().contains(new Effect.Unready()) && holds(fault, sinceReady));
  }

  /** Model time from being ready to the crash that was asked for. */
  Optional<Duration> crashAfter() {
    return faults.stream()
        .flatMap(fault -> fault.effects().stream())
        .flatMap(effect ->
            effect instanceof Effect.CrashAfter(Duration delay)
                ? Optional.of(delay).stream()
                : Optional.<Duration>empty().stream())
        .min(Duration::compareTo);
  }

  private static boolean holds(Fault fault, Duration sinceReady) {
    for (Effect effect : fault.effects()) {
      if (effect instanceof Effect.Burst(Duration length, Duration period)) {
        return sinceReady.toNanos() % period.toNanos() < length.toNanos();
      }
    }
    return true;
  }
}
