package dev.curtain.server.document;

import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When each step of rollouts begins at the earliest, milliseconds after they are asked for: members
 * of a set wait for each other. Starting and draining replicas is taken to need no time. Pure.
 */
final class PlanTimes {
  /** By rollout, by step; one more for the end. */
  private final long[][] starts;

  private final List<RolloutSpec> specs;
  private final int[] step;
  private final long[] now;

  /** When a member had everything, or -1. */
  private final long[] full;

  private PlanTimes(List<RolloutSpec> specs) {
    this.specs = specs;
    this.starts = new long[specs.size()][];
    this.step = new int[specs.size()];
    this.now = new long[specs.size()];
    this.full = new long[specs.size()];
    for (int i = 0; i < specs.size(); i++) {
      starts[i] = new long[specs.get(i).steps().size() + 1];
      full[i] = -1;
    }
  }

  /**
   * @param specs one rollout, or all members of a set in its order
   * @return by rollout the beginning of each step, and last the end
   */
  static long[][] of(List<RolloutSpec> specs) {
    PlanTimes times = new PlanTimes(specs);
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int i = 0; i < specs.size(); i++) {
        while (times.step(i).isPresent() && times.pass(i)) {
          moved = true;
        }
      }
      moved |= times.meet();
    }
    return times.starts;
  }

  private Optional<Step> step(int i) {
    List<Step> steps = specs.get(i).steps();
    return step[i] < steps.size() ? Optional.of(steps.get(step[i])) : Optional.empty();
  }

  /** One step on; false where the others are waited for. */
  private boolean pass(int i) {
    Step current = step(i).orElseThrow();
    if (current instanceof Step.Await await) {
      boolean turn =
          await.meeting() == Step.Await.TURN
              && IntStream.range(0, i).allMatch(before -> full[before] >= 0);
      if (turn) {
        on(
            i,
            Math.max(now[i], IntStream.range(0, i).mapToLong(each -> full[each]).max().orElse(0)));
      }
      return turn;
    }
    if (current instanceof Step.Soak) {
      full[i] = now[i];
    }
    on(i, now[i] + current.planned().map(Duration::toMillis).orElse(0L));
    return true;
  }

  private boolean meet() {
    boolean all =
        IntStream.range(0, specs.size())
            .allMatch(i -> step(i).filter(Step.Await.class::isInstance).isPresent());
    if (all) {
      long latest = IntStream.range(0, specs.size()).mapToLong(i -> now[i]).max().orElse(0);
      for (int i = 0; i < specs.size(); i++) {
        on(i, latest);
      }
    }
    return all;
  }

  private void on(int i, long next) {
    now[i] = next;
    starts[i][++step[i]] = next;
  }
}
