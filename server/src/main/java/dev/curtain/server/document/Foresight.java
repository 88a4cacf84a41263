package dev.curtain.server.document;

import dev.curtain.analysis.ExperimentForecast;
import dev.curtain.analysis.Forecast;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Traffic;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.Step;
import dev.curtain.server.document.PlanDocument.Assumed;
import dev.curtain.server.document.PlanDocument.Decidable;
import dev.curtain.server.document.PlanDocument.Detectable;
import dev.curtain.server.document.PlanDocument.Difference;
import dev.curtain.server.document.PlanDocument.Harm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the first step that judges can find out, for traffic that was assumed. */
final class Foresight {
  private Foresight() {}

  /**
   * The first step that judges.
   *
   * @param share per cent of the traffic that the candidate has by then; 0: a group of which nobody
   *     knows how large it is
   * @param copies the candidate gets copies, and nobody meets it
   * @param past for how long the serving version was watched before
   */
  private record Stretch(
      double share,
      boolean copies,
      Duration window,
      Duration past,
      Optional<Step.Trial> experiment) {
    static Stretch of(RolloutSpec spec) {
      double share = 0;
      boolean copies = false;
      Duration past = Duration.ZERO;
      for (Step step : spec.steps()) {
        switch (step) {
          case Step.Baseline baseline -> past = past.plus(baseline.lasting());
          case Step.Shift shift -> {
            share = shift.share();
            copies = false;
          }
          case Step.Advance advance -> share = advance.share();
          case Step.Open open -> share = open.rest();
          case Step.Mirror mirror -> {
            share = mirror.share();
            copies = true;
          }
          case Step.Watch watch -> {
            return new Stretch(share, copies, watch.atLeast(), past, Optional.empty());
          }
          case Step.Trial trial -> {
            return new Stretch(share, copies, trial.atMost(), past, Optional.of(trial));
          }
          case Step.Scale _, Step.Soak _, Step.Gated _, Step.Close _, Step.Await _ -> {}
        }
      }
      return new Stretch(share, copies, Duration.ZERO, past, Optional.empty());
    }
  }

  static Detectable of(RolloutSpec spec, Assumed assumed) {
    Stretch stretch = Stretch.of(spec);
    Decidable experiment =
        stretch
            .experiment()
            .filter(Step.Trial::reported)
            .map(trial -> decidable(trial, assumed))
            .orElse(null);
    if (stretch.share() == 0) {
      return new Detectable(
          assumed.requestsPerSecond(),
          assumed.users(),
          assumed.baselineRate(),
          0,
          false,
          null,
          List.of(),
          "how many users are in the first group is not known, so nothing can be foretold",
          experiment);
    }
    return detectable(spec, assumed, stretch, experiment);
  }

  private static Detectable detectable(
      RolloutSpec spec, Assumed assumed, Stretch stretch, @Nullable Decidable experiment) {
    // Blocks of a second are what the engine measures in.
    double seconds = Math.max(1, stretch.window().toMillis() / 1_000.0);
    Traffic traffic =
        new Traffic(
            assumed.requestsPerSecond(),
            Math.clamp(stretch.share() / 100, 0.001, 0.5),
            assumed.baselineRate(),
            1,
            // As if nobody came twice: how many did is said below, where it is shown.
            1,
            stretch.past().toMillis() / 1_000.0);
    Metric errors = spec.policy().metrics().getFirst();
    Forecast forecast = Forecast.beyondLimit(spec.policy(), errors, traffic, seconds);
    return new Detectable(
        assumed.requestsPerSecond(),
        assumed.users(),
        assumed.baselineRate(),
        stretch.share(),
        forecast.isSlowRollout(),
        forecast.smallestShare().map(each -> 100 * each).orElse(null),
        forecast.harms().stream()
            .map(harm ->
                new Harm(
                    harm.name(),
                    harm.seconds().map(each -> Math.round(1_000 * each)).orElse(null),
                    stretch.copies() ? 0 : met(assumed, stretch, harm.seconds().orElse(seconds))))
            .toList(),
        forecast.sentence(),
        experiment);
  }

  /** Users who came at least once to the new version, where all come equally often. */
  private static long met(Assumed assumed, Stretch stretch, double seconds) {
    double each = assumed.requestsPerSecond() * seconds / assumed.users();
    return (long) Math.ceil(assumed.users() * stretch.share() / 100 * -Math.expm1(-each));
  }

  private static Decidable decidable(Step.Trial trial, Assumed assumed) {
    ExperimentForecast forecast =
        ExperimentForecast.of(
            trial.alpha(),
            Math.clamp(trial.share() / 100, 0.001, 0.999),
            trial.minimumUsers(),
            assumed.conversion(),
            assumed.users());
    return new Decidable(
        trial.share(),
        assumed.conversion(),
        trial.alpha(),
        trial.minimumUsers(),
        forecast.differences().stream()
            .map(each -> new Difference(each.times(), each.users().orElse(null)))
            .toList(),
        forecast.sentence());
  }
}
