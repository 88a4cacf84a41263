package dev.curtain.model.choice;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Answers that come with the question and hold over the model's.
 *
 * @param rps requests per second
 */
public record Told(
    Optional<Boolean> downtime,
    Optional<Budget> budget,
    Optional<Criticality> criticality,
    OptionalDouble rps) {
  /** Nothing is told: the model answers. */
  public static final Told NOTHING =
      new Told(Optional.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty());

  /** What a change may cost. */
  public enum Budget {
    TIGHT,
    NORMAL,
    GENEROUS
  }

  /** How much hangs on a service. */
  public enum Criticality {
    CRITICAL,
    IMPORTANT,
    NORMAL
  }
}
