package dev.curtain.server.document;

import dev.curtain.server.rehearsal.Report;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code curtain rehearse --json}. */
public record RehearsalDocument(
    String model,
    @Nullable String deployment,
    long seed,
    @Nullable Double speed,
    long tookMillis,
    List<RolloutDocument> rollouts,
    Traffic traffic) {
  public RehearsalDocument {
    rollouts = List.copyOf(rollouts);
  }

  /**
   * @param failedNotInjected failed for any reason but a fault that was asked for
   * @param heldBack not sent, as this machine could not carry more at the time; in no other number
   */
  public record Traffic(long requests, long failed, long failedNotInjected, long heldBack) {}

  public static RehearsalDocument of(Report report) {
    return new RehearsalDocument(
        report.order().file(),
        report.order().deployment().id(),
        report.order().seed(),
        report.pace().speed(),
        report.took().toMillis(),
        report.rollouts().stream()
            .map(rollout ->
                RolloutDocument.of(
                    rollout, OptionalLong.of(report.users().getOrDefault(rollout.spec().id(), 0L))))
            .toList(),
        new Traffic(
            report.traffic().requests(),
            report.traffic().failed(),
            report.traffic().failedNotInjected(),
            report.traffic().heldBack()));
  }
}
