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
   * @param steps as {@code 10}, {@code ring=early}, {@code customer=acme|umbrella}, {@code
   *     region=eu}, with {@code approve:} before it where somebody has to say so; the last is 100
   * @param every how long a step lasts at least
   * @param tolerance how much worse than the unexposed is no harm yet, a difference of shares, 0..1
   * @param alpha highest probability of turning a harmless variant off, 0..1
   * @param minimum requests under the variant in a step before there is a next one
   * @param by who wants it
   * @param outcomes {@code router}: it counts how users fare; {@code clients}: they report it
   */
  public record Wanted(
      Optional<String> variant,
      List<String> steps,
      Duration every,
      double tolerance,
      double alpha,
      long minimum,
      String by,
      String outcomes) {
    public Wanted {
      steps = List.copyOf(steps);
      if (!outcomes.equals(FlagRollout.ROUTER) && !outcomes.equals(FlagRollout.CLIENTS)) {
        throw new EditRefused("outcomes: " + outcomes + " (expected: router or clients)");
      }
    }

    /** By what clients report. */
    public Wanted(
        Optional<String> variant,
        List<String> steps,
        Duration every,
        double tolerance,
        double alpha,
        long minimum,
        String by) {
      this(variant, steps, every, tolerance, alpha, minimum, by, FlagRollout.CLIENTS);
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
            wanted.steps().stream().map(ExposureStep::of).toList(),
            0,
            now,
            wanted.every(),
            wanted.tolerance(),
            wanted.alpha(),
            wanted.minimum(),
            wanted.by(),
            false,
            wanted.outcomes().equals(FlagRollout.ROUTER));
    if (rollout.current().approval()) {
      throw new EditRefused(
          "steps: " + rollout.current() + " (expected: approve: from the second step on)");
    }
    Value.Fields begun = Trials.step(flag, rollout, false);
    if (rollout.counted()) {
      RouterOutcomes.obstacle(begun)
          .ifPresent(why -> {
            throw new EditRefused("outcomes: router: " + why);
          });
    }
    return begun;
  }

  /** Whether the flag is on its way and its next step waits for somebody to say so. */
  public static boolean waitsForApproval(Value.Fields flag) {
    return FlagRollout.of(flag).filter(FlagRollout::waitsForApproval).isPresent();
  }

  /** The next step may happen once its time has come and nothing speaks against it. */
  public static Value.Fields approved(Value.Fields flag, String who) {
    FlagRollout rollout =
        FlagRollout.of(flag)
            .filter(FlagRollout::waitsForApproval)
            .orElseThrow(() -> new EditRefused("nothing waits for approval"));
    if (rollout.by().equals(who)) {
      throw new EditRefused(
          who
              + " lets it out (expected: somebody else approves the step to "
              + rollout.following().words()
              + ")");
    }
    return FlagRollout.with(flag, rollout.approve());
  }
}
