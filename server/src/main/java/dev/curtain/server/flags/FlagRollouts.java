package dev.curtain.server.flags;

import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.flags.change.Exposing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Begins to let a flag out step by step. */
public final class FlagRollouts {
  private FlagRollouts() {}

  /**
   * What is wanted.
   *
   * @param variant empty: the one that means on
   * @param steps shares of everybody, 0..100, rising to 100
   * @param every how long a step lasts at least
   * @param tolerance how much worse than the unexposed is no harm yet, a difference of shares, 0..1
   * @param alpha highest probability of turning a harmless variant off, 0..1
   * @param minimum requests under the variant in a step before there is a next one
   */
  public record Wanted(
      Optional<String> variant,
      List<Double> steps,
      Duration every,
      double tolerance,
      double alpha,
      long minimum) {
    public Wanted {
      steps = List.copyOf(steps);
    }
  }

  public static Value.Fields begin(Value.Fields flag, Wanted wanted, Instant now) {
    if (FlagRollout.of(flag).isPresent()) {
      throw new EditRefused("it is being let out already; curtain flag undo ends that");
    }
    Value.Fields chosen = Exposing.of(flag, wanted.variant()).percent(0).apply(flag);
    String variant =
        chosen.values().get("exposure") instanceof Value.Fields exposure
                && exposure.values().get("variant") instanceof Value.Text(String text)
            ? text
            : "";
    FlagRollout rollout =
        new FlagRollout(
            variant,
            wanted.steps(),
            0,
            now,
            wanted.every(),
            wanted.tolerance(),
            wanted.alpha(),
            wanted.minimum());
    return Trials.step(flag, rollout, false);
  }
}
