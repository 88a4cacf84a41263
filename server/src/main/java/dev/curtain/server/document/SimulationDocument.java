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

  /**
   * The moments of one rollout.
   *
   * @param copies of requests that a shadow was given; null: none
   */
  public record TrafficOverTime(String rollout, List<Moment> moments, @Nullable Copies copies) {
    public TrafficOverTime {
      moments = List.copyOf(moments);
    }
  }

  /**
   * @param doing what goes on, in words
   * @param share per cent of the traffic that the new version has
   */
  public record Moment(
      long atMillis, String phase, String doing, double share, List<String> notes) {}

  /** Copies of requests, and how many of them failed. */
  public record Copies(long requests, long failed) {}

  /**
   * Over the whole horizon.
   *
   * @param waited requests that came while a service was closed on purpose
   */
  public record Traffic(long requests, long failed, long waited) {}

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
            outcome.rollouts().stream().mapToLong(Paper.Report::failed).sum(),
            outcome.rollouts().stream().mapToLong(Paper.Report::held).sum()));
  }

  public static RolloutDocument rollout(Paper.Report report) {
    return RolloutDocument.of(report.rollout(), OptionalLong.of(report.users()))
        .meeting(report.met());
  }

  private static TrafficOverTime timeline(Paper.Report report) {
    return new TrafficOverTime(
        report.rollout().spec().id(),
        report.moments().stream()
            .map(moment ->
                new Moment(
                    moment.atMillis(),
                    moment.phase().name().toLowerCase(Locale.ROOT),
                    moment.doing(),
                    moment.share(),
                    moment.notes()))
            .toList(),
        report.copies().requests() == 0
            ? null
            : new Copies(report.copies().requests(), report.copies().failed()));
  }
}
