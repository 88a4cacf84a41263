package dev.curtain.cli;

import dev.curtain.server.document.StatusDocument.TrackDocument;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a service's tracks are called where people read of them: by version, and by as much more as
 * tells them apart, the place first, then the rollout that brought them (a version that is
 * configured anew runs beside itself).
 */
final class TrackLabels {
  private TrackLabels() {}

  /**
   * @return by track, in the order given
   */
  static Map<String, String> of(List<TrackDocument> tracks) {
    Map<String, String> labels = new LinkedHashMap<>();
    tracks.forEach(each -> labels.put(each.track(), each.version()));
    add(labels, tracks, each -> each.node().substring(each.node().lastIndexOf('/') + 1));
    add(labels, tracks, each -> each.deployment() == null ? "as raised" : each.deployment());
    return labels;
  }

  private static void add(
      Map<String, String> labels,
      List<TrackDocument> tracks,
      Function<TrackDocument, String> more) {
    Set<String> seen = new HashSet<>();
    boolean told = labels.values().stream().allMatch(seen::add);
    if (told || tracks.stream().map(more).distinct().count() == 1) {
      return;
    }
    tracks.forEach(each ->
        labels.computeIfPresent(each.track(), (_, label) -> label + " " + more.apply(each)));
  }
}
