package dev.curtain.server.document;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.curtain.rollout.RolloutState;
import dev.curtain.router.Measures;
import dev.curtain.server.world.Entry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain show ROLLOUT --json}: the rollout itself, its steps, and what happened when.
 *
 * @param rollout its members are members of this document
 * @param looks what was known of the difference, look by look; of many, evenly chosen ones
 */
public record ShowDocument(
    @JsonUnwrapped RolloutDocument rollout,
    List<StepDocument> steps,
    List<TimelineDocument> timeline,
    List<LookDocument> looks) {
  public ShowDocument {
    looks = List.copyOf(looks);
    steps = List.copyOf(steps);
    timeline = List.copyOf(timeline);
  }

  /**
   * One step.
   *
   * @param kind {@code baseline provision retire shift watch soak open mirror close experiment
   *     await}, of a gate its label
   * @param state {@code done current ahead}; of a rollout that went back: {@code stopped} where it
   *     was, {@code skipped} what it never came to
   * @param share per cent of traffic the candidate gets by it; null where the step does not move
   *     traffic
   * @param plannedMillis shortest time it is meant to take; null where it takes as long as it takes
   * @param durationMillis how long it took; null until it is over
   */
  public record StepDocument(
      int index,
      String describe,
      String kind,
      String state,
      @Nullable Double share,
      @Nullable Long plannedMillis,
      @Nullable String startedAt,
      @Nullable Long durationMillis) {}

  /**
   * One thing that happened.
   *
   * @param event {@code planned begun baseline_taken scaled routed effect_failed measured
   *     measures_missing candidate_crashed gate_answered counted met tick resumed commanded};
   *     measurements and ticks are here only where something was decided by them
   * @param notes what was decided, in words
   */
  public record TimelineDocument(String at, String event, List<String> notes) {
    public TimelineDocument {
      notes = List.copyOf(notes);
    }
  }

  /**
   * What one look at both versions said.
   *
   * @param metric null: of none in particular
   * @param interval of the difference, candidate minus baseline, as shares 0..1: wide in the
   *     beginning, and closing in
   */
  public record LookDocument(
      String at, long block, @Nullable String metric, double[] interval, double eValue) {}

  /**
   * @param state as it is now
   * @param about every entry about it, oldest first
   */
  public static ShowDocument of(
      RolloutState state, List<Entry> about, Optional<Measures> measures) {
    return new ShowDocument(
        RolloutDocument.live(state, measures),
        Chronicle.steps(state, about),
        Chronicle.timeline(about),
        Chronicle.looks(about));
  }
}
