package dev.curtain.router;

import dev.curtain.flags.Cohort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The shares of users of one route whose requests are counted apart from the others'. */
final class Watching {
  static final Watching NONE = new Watching(List.of());

  private final Share[] shares;

  private Watching(List<Share> shares) {
    this.shares = shares.toArray(Share[]::new);
  }

  static Watching of(List<RoutePolicy.Watch> watches, Function<String, Sides> sides) {
    return watches.isEmpty()
        ? NONE
        : new Watching(
            watches.stream()
                .map(watch ->
                    new Share(Cohort.seed(watch.salt()), watch.below(), sides.apply(watch.name())))
                .toList());
  }

  /** Where a request is counted too; null: nowhere, since nobody asks or who does is not known. */
  TrackMeter @Nullable [] meters(Asking asking, int loop) {
    if (shares.length == 0 || !asking.known()) {
      return null;
    }
    TrackMeter[] meters = new TrackMeter[shares.length];
    for (int i = 0; i < shares.length; i++) {
      Share share = shares[i];
      boolean inside = asking.bucket(share.seed) < share.below;
      meters[i] = (inside ? share.sides.inside : share.sides.outside)[loop];
    }
    return meters;
  }

  private record Share(int seed, int below, Sides sides) {}

  /** The counts of one share and of everybody else, one of each per event loop. */
  record Sides(TrackMeter[] inside, TrackMeter[] outside) {
    static Sides of(int loops) {
      return new Sides(meters(loops), meters(loops));
    }

    private static TrackMeter[] meters(int loops) {
      return IntStream.range(0, loops).mapToObj(i -> new TrackMeter()).toArray(TrackMeter[]::new);
    }
  }

  /** The counts of every share that is in the table, by name. Not thread-safe. */
  static final class Book {
    private final int loops;
    private final Map<String, Sides> sides = new HashMap<>();

    Book(int loops) {
      this.loops = loops;
    }

    Sides sides(String name) {
      return sides.computeIfAbsent(name, _ -> Sides.of(loops));
    }

    /** Those of a table that came into force go on, others are forgotten. */
    void retain(RouteTable table) {
      List<String> names = new ArrayList<>();
      for (Route route : table.routes()) {
        route
            .policy()
            .flatMap(RoutePolicy::watches)
            .ifPresent(all -> all.forEach(watch -> names.add(watch.name())));
      }
      sides.keySet().retainAll(Set.copyOf(names));
    }

    /** To be read on that event loop. */
    Map<String, TrackMeter[]> ofLoop(int loop) {
      Map<String, TrackMeter[]> meters = new HashMap<>();
      sides.forEach((name, both) ->
          meters.put(name, new TrackMeter[] {both.inside[loop], both.outside[loop]}));
      return meters;
    }
  }

  static Map<String, Measures.WatchMeasures> snapshot(Map<String, TrackMeter[]> ofLoop) {
    Map<String, Measures.WatchMeasures> measures = new TreeMap<>();
    ofLoop.forEach((name, both) ->
        measures.put(name, new Measures.WatchMeasures(both[0].snapshot(), both[1].snapshot())));
    return measures;
  }
}
