package dev.curtain.runtime.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Time as the model tells it: {@code speed} model seconds pass in a real one. Remembers when each
 * version first became ready, from which its bursts are counted.
 */
final class ModelTime {
  private record Version(String service, String version) {}

  private final InstantSource clock;
  private final double speed;
  private final Map<Version, Instant> firstReady = new ConcurrentHashMap<>();

  ModelTime(InstantSource clock, double speed) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed: " + speed + " (expected: above 0)");
    }
    this.clock = clock;
    this.speed = speed;
  }

  Instant now() {
    return clock.instant();
  }

  void ready(String service, String version) {
    firstReady.putIfAbsent(new Version(service, version), clock.instant());
  }

  /** Model time since the first replica of this version became ready; zero before. */
  Duration sinceReady(String service, String version) {
    Instant now = clock.instant();
    Instant since = firstReady.getOrDefault(new Version(service, version), now);
    long nanos = Math.max(0, Duration.between(since, now).toNanos());
    return Duration.ofNanos(Math.round(nanos * speed));
  }

  long realNanos(Duration model) {
    return Math.round(model.toNanos() / speed);
  }
}
