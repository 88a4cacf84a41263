package dev.curtain.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The gap of a recreate, as measured: nobody was served from the first instant to the second. One
 * that goes back has another one.
 *
 * @param from the closed route was in force
 * @param to a route with a serving version was in force again
 * @param earlier how long gaps before this one lasted
 */
public record Outage(Optional<Instant> from, Optional<Instant> to, Duration earlier) {
  public static final Outage NONE = new Outage(Optional.empty(), Optional.empty(), Duration.ZERO);

  Outage begun(Instant at) {
    return to.isPresent()
        ? new Outage(Optional.of(at), Optional.empty(), lasting().orElse(Duration.ZERO))
        : new Outage(from.or(() -> Optional.of(at)), Optional.empty(), earlier);
  }

  Outage ended(Instant at) {
    return from.isPresent() && to.isEmpty() ? new Outage(from, Optional.of(at), earlier) : this;
  }

  /** The last one; empty where there was none, or it is not over. */
  Optional<Duration> last() {
    return from.flatMap(begin -> to.map(end -> Duration.between(begin, end)));
  }

  /** All together; empty where there was none, or it is not over. */
  public Optional<Duration> lasting() {
    return last().map(earlier::plus);
  }
}
