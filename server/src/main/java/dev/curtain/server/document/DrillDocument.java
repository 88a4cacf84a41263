package dev.curtain.server.document;

import dev.curtain.server.world.Entry;
import java.util.List;

/** Drills of a service that were carried out, the latest first. */
public record DrillDocument(String service, List<Evidence> drills) {
  public DrillDocument {
    drills = List.copyOf(drills);
  }

  /**
   * One drill.
   *
   * @param kind {@code rollback}
   * @param held the objective was met and no request was lost
   */
  public record Evidence(
      String at,
      String kind,
      long millis,
      long objectiveMillis,
      long requests,
      long lost,
      boolean held,
      String words) {}

  /**
   * @param evidence oldest first
   */
  public static DrillDocument of(String service, List<Entry.Drilled> evidence) {
    return new DrillDocument(
        service,
        evidence.reversed().stream()
            .map(drill ->
                new Evidence(
                    drill.at().toString(),
                    drill.kind(),
                    drill.millis(),
                    drill.objectiveMillis(),
                    drill.requests(),
                    drill.failed(),
                    drill.held(),
                    drill.words()))
            .toList());
  }
}
