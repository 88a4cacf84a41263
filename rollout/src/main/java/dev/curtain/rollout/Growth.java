package dev.curtain.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What the places that remain have to grow to, so that they carry what all of them carried. */
public final class Growth {
  private Growth() {}

  /**
   * Each gets its part of all replicas that serve, by its share of what remains; none shrinks.
   *
   * @param lost nodes that are left out
   * @param most how many replicas a track may have
   * @param wanted how many it is to have now
   * @return replicas by track, of those that remain
   */
  public static Map<String, Integer> of(
      List<TrackSpec> tracks,
      List<String> lost,
      ToIntFunction<TrackSpec> most,
      ToIntFunction<TrackSpec> wanted) {
    List<TrackSpec> others = tracks.stream().filter(track -> !lost.contains(track.node())).toList();
    int needed =
        tracks.stream().filter(track -> track.share() > 0).mapToInt(TrackSpec::replicas).sum();
    double carried = others.stream().mapToDouble(TrackSpec::share).sum();
    Map<String, Integer> growth = new LinkedHashMap<>();
    for (TrackSpec track : others) {
      double part = carried > 0 ? track.share() / carried : 1.0 / others.size();
      int enough = Math.min(most.applyAsInt(track), (int) Math.ceil(needed * part - 1e-9));
      growth.put(track.name(), Math.max(enough, wanted.applyAsInt(track)));
    }
    return growth;
  }
}
