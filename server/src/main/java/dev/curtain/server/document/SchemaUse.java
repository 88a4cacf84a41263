package dev.curtain.server.document;

import dev.curtain.migration.gate.VersionInUse;
import dev.curtain.migration.gate.VersionInUse.Why;
import dev.curtain.server.document.StatusDocument.TrackDocument;
import java.util.List;

/** Which versions may still touch a database: every track that there is, whatever its share. */
public final class SchemaUse {
  private SchemaUse() {}

  /** From what runs now, tracks of rollouts under way included. */
  public static List<VersionInUse> of(StatusDocument status) {
    return status.services().stream()
        .flatMap(service ->
            service.tracks().stream()
                .map(track -> new VersionInUse(service.service(), track.version(), why(track))))
        .distinct()
        .toList();
  }

  private static Why why(TrackDocument track) {
    if (track.weight() > 0) {
      return Why.LIVE;
    }
    if (track.replicas().wanted() > 0) {
      return Why.WARM;
    }
    return track.replicas().ready() > 0 || (track.inFlight() != null && track.inFlight() > 0)
        ? Why.DRAINING
        : Why.ROLLBACK_WINDOW;
  }
}
