package dev.curtain.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The gap of a recreate, as measured: nobody was served from the first instant to the second.
 *
 * @param from the closed route was in force
 * @param to the first route with a serving version was in force again
 */
public record Outage(Optional<Instant> from, Optional<Instant> to) {
  public static final Outage NONE = new Outage(Optional.empty(), Optional.empty());

  Outage begun(Instant at) {
    return new Outage(from.or(() -> Optional.of(at)), Optional.empty());
  }

  Outage ended(Instant at) {
    return from.isPresent() ? new Outage(from, Optional.of(at)) : this;
  }

  /** Empty where there was none, or it is not over. */
  public Optional<Duration> lasting() {
    return from.flatMap(begin -> to.map(end -> Duration.between(begin, end)));
  }
}
