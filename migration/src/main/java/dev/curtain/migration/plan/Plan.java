package dev.curtain.migration.plan;

import java.util.List;

/**
 * What a migration is made of, in order.
 *
 * @param disused what the contract takes away, and the trial before it takes on trial
 * @param counters functions of the triggers that only writers of the old shape call
 * @param notes what a person should know before it starts
 */
public record Plan(
    Migration migration,
    List<Step> steps,
    List<Step.Disused> disused,
    List<String> counters,
    List<String> notes) {
  public Plan {
    steps = List.copyOf(steps);
    disused = List.copyOf(disused);
    counters = List.copyOf(counters);
    notes = List.copyOf(notes);
  }

  public List<Step> of(Phase phase) {
    return steps.stream().filter(step -> step.phase() == phase).toList();
  }

  /** Whether there is a contract phase at all. */
  public boolean contracts() {
    return !of(Phase.CONTRACT).isEmpty();
  }
}
