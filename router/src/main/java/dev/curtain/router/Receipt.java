package dev.curtain.router;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a cutover went for what was under way on the side that was left: each of it is accounted for
 * by one line of {@code ended} or {@code still}.
 *
 * @param inFlight on that side when the new table was in force
 * @param startedAfter given to that side since: the promise is zero
 * @param atCut what was in flight, by track and protocol, with the age of the oldest
 * @param ended how it ended since, by track and protocol
 * @param still what goes on
 */
public record Receipt(
    long inFlight,
    long startedAfter,
    List<Measures.UnderWay> atCut,
    List<Measures.Ended> ended,
    List<Measures.UnderWay> still) {
  public Receipt {
    atCut = List.copyOf(atCut);
    ended = List.copyOf(ended);
    still = List.copyOf(still);
  }

  /**
   * @param tracks of the side that was left
   * @param atCut when the new table was in force
   * @param now later, by the same router
   */
  public static Receipt of(Set<String> tracks, Measures atCut, Measures now) {
    if (atCut.sinceMicros() != now.sinceMicros()) {
      throw new IllegalArgumentException(
          "the counts of two routers, or of one that was started again, do not subtract");
    }
    long inFlight = 0;
    long startedAfter = 0;
    for (String track : tracks) {
      inFlight += atCut.track(track).inFlight();
      startedAfter += now.track(track).started() - atCut.track(track).started();
    }
    return new Receipt(
        inFlight,
        startedAfter,
        underWay(tracks, atCut),
        since(tracks, atCut.details().endings(), now.details().endings()),
        underWay(tracks, now));
  }

  private static List<Measures.UnderWay> underWay(Set<String> tracks, Measures measures) {
    return measures.details().underWay().stream()
        .filter(one -> tracks.contains(one.track()))
        .toList();
  }

  private static List<Measures.Ended> since(
      Set<String> tracks, Optional<List<Measures.Ended>> from, Optional<List<Measures.Ended>> to) {
    Map<String, Measures.Ended> before = new TreeMap<>();
    from.stream().flatMap(List::stream).forEach(one -> before.put(key(one), one));
    return to.stream()
        .flatMap(List::stream)
        .filter(one -> tracks.contains(one.track()))
        .map(one -> Optional.ofNullable(before.get(key(one))).map(b -> one.plus(b, -1)).orElse(one))
        .filter(one -> one.total() > 0)
        .toList();
  }

  private static String key(Measures.Ended one) {
    return one.track() + " " + one.protocol();
  }

  /** Of a protocol, over all tracks; all zero where none of it ended. */
  public Measures.Ended ended(String protocol) {
    return ended.stream()
        .filter(one -> one.protocol().equals(protocol))
        .reduce(new Measures.Ended("", protocol, 0, 0, 0, 0, 0), (a, b) -> a.plus(b, 1));
  }

  /** Whether everything that was in flight, or came after all, has an end or goes on. */
  public boolean accounted() {
    long known =
        Stream.concat(
                ended.stream().map(Measures.Ended::total),
                still.stream().map(Measures.UnderWay::count))
            .mapToLong(Long::longValue)
            .sum();
    return known == inFlight + startedAfter;
  }
}
