package dev.curtain.server.document;

import dev.curtain.server.rehearsal.OnPaper;
import dev.curtain.simulation.Paper;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code curtain simulate --json}: a rehearsal's document, and what was at which time. */
public record SimulationDocument(
    String model,
    @Nullable String deployment,
    long seed,
    long users,
    double requestsPerSecond,
    long horizonMillis,
    List<RolloutDocument> rollouts,
    List<TrafficOverTime> timeline,
    Traffic traffic) {
  public SimulationDocument {
    rollouts = List.copyOf(rollouts);
    timeline = List.copyOf(timeline);
  }

  /** The moments of one rollout. */
  public record TrafficOverTime(String rollout, List<Moment> moments) {
    public TrafficOverTime {
      moments = List.copyOf(moments);
    }
  }

  /**
   * @param share per cent of the traffic that the new version has
   */
  public record Moment(long atMillis, String phase, double share, List<String> notes) {}

  /** Over the whole horizon. */
  public record Traffic(long requests, long failed) {}

  public static SimulationDocument of(OnPaper.Outcome outcome) {
    return new SimulationDocument(
        outcome.order().file(),
        outcome.order().deployment().id(),
        outcome.order().seed(),
        outcome.order().users(),
        outcome.order().requestsPerSecond(),
        outcome.horizon().toMillis(),
        outcome.rollouts().stream().map(SimulationDocument::rollout).toList(),
        outcome.rollouts().stream().map(SimulationDocument::timeline).toList(),
        new Traffic(
            outcome.rollouts().stream().mapToLong(Paper.Report::requests).sum(),
            outcome.rollouts().stream().mapToLong(Paper.Report::failed).sum()));
  }

  public static RolloutDocument rollout(Paper.Report report) {
    return RolloutDocument.of(report.rollout(), OptionalLong.of(report.users()));
  }

  private static TrafficOverTime timeline(Paper.Report report) {
    return new TrafficOverTime(
        report.rollout().spec().id(),
        report.moments().stream()
            .map(moment ->
                new Moment(
                    moment.atMillis(),
                    moment.phase().name().toLowerCase(Locale.ROOT),
                    moment.share(),
                    moment.notes()))
            .toList());
  }
}
