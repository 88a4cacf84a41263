package dev.curtain.analysis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A forecast in words. */
final class ForecastSentence {
  private ForecastSentence() {}

  static String of(
      Traffic traffic,
      List<Forecast.Detection> harms,
      Optional<Double> smallestShare,
      double window) {
    var what =
        harms.stream()
            .map(harm ->
                harm.name()
                    + harm.seconds()
                        .map(seconds ->
                            " is found after about %s (%d users)"
                                .formatted(duration(seconds), harm.users()))
                        .orElse(" is not found within " + duration(window)))
            .collect(Collectors.joining(", "));
    var found = harms.stream().anyMatch(harm -> harm.seconds().isPresent());
    var advice =
        found
            ? ""
            : smallestShare
                .map(share ->
                    "; this is a slow rollout, not a canary: use " + Reasons.percent(share))
                .orElse(
                    "; this is a slow rollout, not a canary, and no share up to 50 % is enough");
    return "with %s of the traffic %s%s".formatted(Reasons.percent(traffic.share()), what, advice);
  }

  private static String duration(double seconds) {
    if (seconds < 120) {
      return StrictMath.round(seconds) + " s";
    }
    return seconds < 7200
        ? StrictMath.round(seconds / 60) + " min"
        : StrictMath.round(seconds / 3600) + " h";
  }
}
