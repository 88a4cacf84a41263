package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Sight;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** How long a rollout really stayed in a phase with a controller there to look at it. */
final class Elapsed {
  /** What a clock may be wrong by before that is noticed. */
  private static final long IMPRECISE = 2_000;

  private final Phase phase;
  private final Function<RolloutState, Optional<Duration>> lasting;
  private long last;
  private long elapsed;
  private boolean counting;

  Elapsed(Phase phase, Function<RolloutState, Optional<Duration>> lasting) {
    this.phase = phase;
    this.lasting = lasting;
  }

  /** What was left too early, in words. */
  Optional<String> leftTooEarly(Sight world) {
    if (counting) {
      elapsed += world.now() - last;
    }
    last = world.now();
    Optional<String> early = Optional.empty();
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Moved moved && moved.before().phase() == phase) {
        RolloutState before = moved.before();
        boolean done =
            moved.after().step() > before.step() || !before.stepDone() && moved.after().stepDone();
        long least = lasting.apply(before).map(Duration::toMillis).orElse(0L) - IMPRECISE;
        if (done && !before.stepDone() && !promoted(moved.event()) && elapsed < least) {
          early =
              Optional.of(
                  "%s of %s was left after %d ms (expected: >= %d)"
                      .formatted(phase, before.spec().id(), elapsed, least));
        }
      }
      if (fact instanceof Fact.Moved moved && moved.after().step() != moved.before().step()) {
        elapsed = 0;
      }
    }
    RolloutState latest = world.durable().latest();
    counting = world.controlled() && latest != null && latest.phase() == phase;
    return early;
  }

  private static boolean promoted(RolloutEvent event) {
    return event instanceof RolloutEvent.Commanded commanded
        && (commanded.command() == RolloutEvent.Command.PROMOTE
            || commanded.command() == RolloutEvent.Command.SKIP);
  }
}
