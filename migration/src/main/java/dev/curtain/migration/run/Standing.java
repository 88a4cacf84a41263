package dev.curtain.migration.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A migration as its database has it.
 *
 * @param paused a person wants it to hold
 * @param passes over rows, those that are under way or done
 * @param events the latest fifty, oldest first
 */
public record Standing(
    String name,
    State state,
    boolean paused,
    Instant began,
    Instant changed,
    List<StepState> steps,
    List<Pass> passes,
    List<Event> events) {
  public Standing {
    steps = List.copyOf(steps);
    passes = List.copyOf(passes);
    events = List.copyOf(events);
  }

  /** A step and whether it is done. */
  public record StepState(String id, String phase, String says, boolean done) {}

  /**
   * Something that happened: a step, a lock waited for, a judgement.
   *
   * @param who asked for it; empty where it came of itself
   * @param why in their words
   */
  public record Event(Instant at, String says, Optional<String> who, Optional<String> why) {}

  /** A pass over a table's rows. */
  public record Pass(String step, long rows, long estimate, long wrong, Optional<String> held) {}
}
