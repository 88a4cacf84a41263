package dev.curtain.server.document;

import dev.curtain.router.Measures;
import dev.curtain.server.world.World;
import java.util.List;
import java.util.Optional;

/** {@code curtain history --json}: rollouts, the newest first. */
public record HistoryDocument(List<RolloutDocument> rollouts) {
  public HistoryDocument {
    rollouts = List.copyOf(rollouts);
  }

  /**
   * @param service only of this one
   */
  public static HistoryDocument of(
      World world, Optional<String> service, Optional<Measures> measures) {
    return new HistoryDocument(
        world.rollouts().values().stream()
            .filter(rollout -> service.isEmpty() || rollout.spec().service().equals(service.get()))
            .map(rollout -> RolloutDocument.live(rollout, measures))
            .toList()
            .reversed());
  }
}
