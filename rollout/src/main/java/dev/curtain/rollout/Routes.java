package dev.curtain.rollout;

import dev.curtain.rollout.Division.Copies;
import dev.curtain.rollout.Division.Group;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a step that moves users to the division it puts in force. */
final class Routes {
  private Routes() {}

  /** What is to be in force once step {@code index} is done. */
  static Division of(RolloutSpec spec, int index) {
    return switch (spec.steps().get(index)) {
      case Step.Shift shift -> Division.of(Shares.weights(spec, shift.share()));
      case Step.Advance advance -> Division.of(Shares.weights(spec, advance.shares()));
      case Step.Open open -> {
        Map<String, Integer> within = Shares.weights(spec, open.within());
        List<Group> groups =
            open.audiences().stream().map(audience -> new Group(audience, within)).toList();
        yield new Division(Shares.weights(spec, open.rest()), groups, Optional.empty(), false);
      }
      case Step.Mirror mirror ->
          new Division(
              Shares.weights(spec, 0),
              List.of(),
              mirror.share() > 0 ? Optional.of(copies(spec, mirror)) : Optional.empty(),
              false);
      case Step.Close _ -> closed(spec);
      case Step.Baseline _,
          Step.Scale _,
          Step.Watch _,
          Step.Soak _,
          Step.Gated _,
          Step.Await _,
          Step.Trial _ ->
          throw new IllegalStateException("step " + index + " moves nobody");
    };
  }

  static Division closed(RolloutSpec spec) {
    return new Division(Shares.weights(spec, 0), List.of(), Optional.empty(), true);
  }

  private static Copies copies(RolloutSpec spec, Step.Mirror mirror) {
    TrackSpec track =
        spec.candidate().stream().max(Comparator.comparingDouble(TrackSpec::share)).orElseThrow();
    return new Copies(track.name(), mirror.share(), mirror.unsafeMethods(), mirror.compareBodies());
  }

  /** Per cent of the traffic that is in no group which the candidate has after the step. */
  static double share(Optional<Step> step, double before) {
    return switch (step.orElse(null)) {
      case Step.Shift shift -> shift.share();
      case Step.Advance advance -> advance.share();
      case Step.Open open -> open.rest();
      case Step.Mirror _, Step.Close _ -> 0;
      case null -> before;
      case Step.Baseline _,
          Step.Scale _,
          Step.Watch _,
          Step.Soak _,
          Step.Gated _,
          Step.Await _,
          Step.Trial _ ->
          before;
    };
  }

  /** Whether the step lets users meet the candidate. */
  static boolean exposes(Step step) {
    return switch (step) {
      case Step.Shift shift -> shift.share() > 0;
      case Step.Advance advance -> advance.share() > 0;
      case Step.Open _ -> true;
      case Step.Mirror _,
          Step.Close _,
          Step.Baseline _,
          Step.Scale _,
          Step.Watch _,
          Step.Soak _,
          Step.Gated _,
          Step.Await _,
          Step.Trial _ ->
          false;
    };
  }
}
