package dev.curtain.server.metrics;

import dev.curtain.model.Databases.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The looks at one counter of one service's replicas in the last while. */
final class CounterRecord {
  /**
   * A look at all replicas that were ready.
   *
   * @param tracks of all of them, by replica
   * @param values of those that answered, by replica; empty: it serves no such counter
   * @param problems of the others, by replica
   */
  record Look(
      Instant at,
      Map<String, String> tracks,
      Map<String, OptionalDouble> values,
      Map<String, String> problems) {
    Look {
      tracks = Map.copyOf(tracks);
      values = Map.copyOf(values);
      problems = Map.copyOf(problems);
    }
  }

  private record Found(Instant at, Map<String, Double> byTrack) {}

  private final Counter counter;
  private final Duration window;
  private final Deque<Found> found = new ArrayDeque<>();
  private final Map<String, Double> last = new HashMap<>();
  private Optional<Look> latest = Optional.empty();

  CounterRecord(Counter counter, Duration window) {
    this.counter = counter;
    this.window = window;
  }

  Counter counter() {
    return counter;
  }

  synchronized void saw(Look look) {
    Map<String, Double> byTrack = new HashMap<>();
    look.values()
        .forEach((replica, value) -> {
          String track = look.tracks().getOrDefault(replica, "");
          // Counters of what never happened are often not there.
          double now = value.orElse(0);
          byTrack.merge(track, now - begins(replica, now), Double::sum);
          last.put(replica, now);
        });
    last.keySet().retainAll(look.tracks().keySet());
    found.add(new Found(look.at(), byTrack));
    while (found.getFirst().at().isBefore(look.at().minus(window))) {
      found.removeFirst();
    }
    latest = Optional.of(look);
  }

  /**
   * From where a replica's errors are counted: from the look before; from nothing where it began
   * meanwhile, or anew; from now where it was there before anybody looked.
   */
  private double begins(String replica, double now) {
    Double before = last.get(replica);
    if (before != null) {
      return before <= now ? before : 0;
    }
    boolean fresh = latest.isPresent() && !latest.get().tracks().containsKey(replica);
    return fresh ? 0 : now;
  }

  synchronized CounterSeen seen(Instant now) {
    Map<String, Double> sums = new HashMap<>();
    Map<String, Instant> when = new HashMap<>();
    Optional<Instant> from = Optional.empty();
    for (Found each : found) {
      if (each.at().isBefore(now.minus(window))) {
        continue;
      }
      from = from.or(() -> Optional.of(each.at()));
      each.byTrack()
          .forEach((track, errors) -> {
            sums.merge(track, errors, Double::sum);
            if (errors > 0) {
              when.put(track, each.at());
            }
          });
    }
    Map<String, CounterSeen.TrackErrors> tracks = new HashMap<>();
    sums.forEach((track, errors) ->
        tracks.put(
            track,
            new CounterSeen.TrackErrors(Math.round(errors), Optional.ofNullable(when.get(track)))));
    return new CounterSeen(
        counter.selector(),
        counter.path(),
        from,
        from.isEmpty() ? Optional.empty() : latest.map(Look::at),
        latest.flatMap(this::problem),
        tracks);
  }

  private Optional<String> problem(Look look) {
    if (!look.problems().isEmpty()) {
      String first =
          look.problems().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseThrow();
      return Optional.of(
          "%d of %d ready replicas gave nothing: %s"
              .formatted(look.problems().size(), look.tracks().size(), first));
    }
    boolean nowhere =
        !look.values().isEmpty()
            && look.values().values().stream().noneMatch(OptionalDouble::isPresent);
    return nowhere
        ? Optional.of(
            "no replica serves "
                + counter.selector()
                + " at "
                + counter.path()
                + ": taken for 0, as one that never counted anything is often not there")
        : Optional.empty();
  }
}
