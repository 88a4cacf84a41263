package dev.curtain.router;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts since the router's start, by track name. They only grow, so that two snapshots subtract.
 *
 * @param epoch of the table in force
 * @param sinceMicros wall clock of the router's start, from which it counts: two snapshots subtract
 *     only if this is the same in both
 * @param atMicros wall clock of the router, microseconds since 1970
 * @param unrouted requests that matched no route (answered 404, or 503 while there is no table)
 * @param tracks of every track that ever had a request or is in the table
 * @param backends requests in flight by replica id, of every replica in the table or still busy: a
 *     replica that is not listed, or listed with 0 by a table without it, may be stopped
 * @param details mirrors, what is under way, and what else the router did
 */
public record Measures(
    long epoch,
    long sinceMicros,
    long atMicros,
    long unrouted,
    Map<String, TrackMeasures> tracks,
    Map<String, Long> backends,
    Details details) {
  public Measures {
    tracks = Map.copyOf(tracks);
    backends = Map.copyOf(backends);
  }

  public Measures(long epoch, long atMicros, long unrouted, Map<String, TrackMeasures> tracks) {
    this(epoch, 0, atMicros, unrouted, tracks, Map.of(), Details.NONE);
  }

  /** With what another router still has under way, of the same service. */
  Measures plus(Handover.Rest rest) {
    if (rest.backends().isEmpty() && rest.underWay().isEmpty()) {
      return this;
    }
    Map<String, Long> both = new TreeMap<>(backends);
    rest.backends().forEach((id, count) -> both.merge(id, count, Long::sum));
    return new Measures(
        epoch,
        sinceMicros,
        atMicros,
        unrouted,
        tracks,
        both,
        details.plus(new Details(rest.underWay(), Map.of())));
  }

  /** Of one track; all zero where it never had a request. */
  public TrackMeasures track(String name) {
    return tracks.getOrDefault(name, TrackMeasures.NONE);
  }

  /** Of the mirror of one track; all zero where it never had a copy. */
  public MirrorMeasures mirror(String track) {
    return details.mirrors().getOrDefault(track, MirrorMeasures.NONE);
  }

  /** Requests of a track that were turned away for a reason; 0: none. */
  public long turnedAway(String track, String reason) {
    return details.turnedAway().stream()
        .flatMap(List::stream)
        .filter(one -> one.track().equals(track) && one.reason().equals(reason))
        .mapToLong(TurnedAway::count)
        .sum();
  }

  /** How often something happened that is counted for the whole router; 0: never. */
  public long event(String name) {
    return details.events().getOrDefault(name, 0L);
  }

  /** Of a share that is counted apart; all zero where it never had a request, or is not watched. */
  public WatchMeasures watch(String name) {
    return details.watched().map(all -> all.get(name)).orElse(WatchMeasures.NONE);
  }

  /** Requests that a replica is working on. */
  public long inFlightAt(String backend) {
    return backends.getOrDefault(backend, 0L);
  }

  /**
   * @param started requests given to this track
   * @param completed answered whole, whatever the status
   * @param serverErrors of these, status 500..599 from the backend
   * @param broken requests that the backend did not answer whole: no connection, reset, truncated
   * @param cancelled requests whose client went away first
   * @param lastStartedMicros wall clock of the last request given to this track, microseconds since
   *     1970; 0: never
   * @param latency of completed requests
   */
  public record TrackMeasures(
      long started,
      long completed,
      long serverErrors,
      long broken,
      long cancelled,
      long lastStartedMicros,
      LatencyCounts latency) {
    public static final TrackMeasures NONE =
        new TrackMeasures(0, 0, 0, 0, 0, 0, LatencyCounts.NONE);

    /** Both together: of two event loops, or of two routers. */
    public TrackMeasures plus(TrackMeasures other) {
      return new TrackMeasures(
          started + other.started,
          completed + other.completed,
          serverErrors + other.serverErrors,
          broken + other.broken,
          cancelled + other.cancelled,
          Math.max(lastStartedMicros, other.lastStartedMicros),
          latency.plus(other.latency));
    }

    public long inFlight() {
      return started - completed - broken - cancelled;
    }

    /** Requests that ended and that count for or against the version. */
    public long judged() {
      return completed + broken;
    }

    public long failed() {
      return serverErrors + broken;
    }
  }

  /**
   * @param mirrors by name of the track that gets copies
   * @param underWay what is in flight now, by track and protocol
   * @param events what the router did beside forwarding, by name, counted
   * @param endings how what was under way ended, by track and protocol; empty: of a router that
   *     does not count that yet
   * @param turnedAway requests that were not given to their track, by track and reason; empty: of a
   *     router that does not count that yet
   * @param watched shares of users that are counted apart, by name; empty: of a router that does
   *     not count that yet
   */
  public record Details(
      Map<String, MirrorMeasures> mirrors,
      List<UnderWay> underWay,
      Map<String, Long> events,
      Optional<List<Ended>> endings,
      Optional<List<TurnedAway>> turnedAway,
      Optional<Map<String, WatchMeasures>> watched) {
    public static final Details NONE =
        new Details(
            Map.of(),
            List.of(),
            Map.of(),
            Optional.of(List.of()),
            Optional.of(List.of()),
            Optional.of(Map.of()));

    public Details {
      mirrors = Map.copyOf(mirrors);
      underWay = List.copyOf(underWay);
      events = Map.copyOf(events);
      endings = endings.map(List::copyOf);
      turnedAway = turnedAway.map(List::copyOf);
      watched = watched.map(Map::copyOf);
    }

    Details(List<UnderWay> underWay, Map<String, Long> events) {
      this(Map.of(), underWay, events, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Details with(
        Map<String, MirrorMeasures> compared,
        List<Ended> ended,
        List<TurnedAway> shed,
        Map<String, WatchMeasures> apart) {
      return new Details(
          compared, underWay, events, Optional.of(ended), Optional.of(shed), Optional.of(apart));
    }

    Details plus(Details other) {
      Map<String, MirrorMeasures> bothMirrors = new TreeMap<>(mirrors);
      other.mirrors.forEach((name, more) -> bothMirrors.merge(name, more, MirrorMeasures::plus));
      Map<String, Long> bothEvents = new TreeMap<>(events);
      other.events.forEach((name, more) -> bothEvents.merge(name, more, Long::sum));
      Map<String, UnderWay> bothUnderWay = new TreeMap<>();
      Stream.concat(underWay.stream(), other.underWay.stream())
          .forEach(
              one -> bothUnderWay.merge(one.track() + " " + one.protocol(), one, UnderWay::plus));
      return new Details(
          bothMirrors,
          List.copyOf(bothUnderWay.values()),
          bothEvents,
          Optional.of(Ended.sum(endings, other.endings)),
          Optional.of(TurnedAway.sum(turnedAway, other.turnedAway)),
          Optional.of(WatchMeasures.sum(watched, other.watched)));
    }
  }

  /**
   * Requests of the users of a share, and of those who are not in it, on all tracks of the route.
   */
  public record WatchMeasures(TrackMeasures inside, TrackMeasures outside) {
    public static final WatchMeasures NONE =
        new WatchMeasures(TrackMeasures.NONE, TrackMeasures.NONE);

    static Map<String, WatchMeasures> sum(
        Optional<Map<String, WatchMeasures>> one, Optional<Map<String, WatchMeasures>> other) {
      Map<String, WatchMeasures> sum = new TreeMap<>(one.orElse(Map.of()));
      other
          .orElse(Map.of())
          .forEach((name, more) ->
              sum.merge(
                  name,
                  more,
                  (a, b) -> new WatchMeasures(a.inside.plus(b.inside), a.outside.plus(b.outside))));
      return sum;
    }
  }

  /**
   * Requests that were answered 503 before their track had them. They are in none of its counts, as
   * it had no part in that, but for reason {@code circuit}: what an open circuit turns away is
   * counted as started and broken too, since it was the track's failures that opened it.
   *
   * @param reason {@code router}, {@code track}, {@code replica} or {@code circuit}
   */
  public record TurnedAway(String track, String reason, long count) {
    static List<TurnedAway> sum(Optional<List<TurnedAway>> one, Optional<List<TurnedAway>> other) {
      Map<String, TurnedAway> sum = new TreeMap<>();
      Stream.concat(one.stream(), other.stream())
          .flatMap(List::stream)
          .forEach(more ->
              sum.merge(
                  more.track + " " + more.reason,
                  more,
                  (a, b) -> new TurnedAway(a.track, a.reason, a.count + b.count)));
      return List.copyOf(sum.values());
    }
  }

  /**
   * Requests in flight of one kind.
   *
   * @param protocol {@code http} (a request whose answer has not begun, or ends soon), {@code
   *     stream} (an answer that has been going on for a second), {@code websocket} (any upgrade),
   *     {@code grpc}
   * @param oldestMillis age of the oldest
   */
  public record UnderWay(String track, String protocol, long count, long oldestMillis) {
    UnderWay plus(UnderWay other) {
      return new UnderWay(
          track, protocol, count + other.count, Math.max(oldestMillis, other.oldestMillis));
    }
  }

  /**
   * How requests of one kind ended, since the router's start.
   *
   * @param protocol as in {@link UnderWay}, when it ended
   * @param completed answered whole, or a tunnel that both sides ended
   * @param toldToGo of these, WebSockets whose clients the router had told to go away
   * @param cancelled the client went away first
   * @param broken the service did not do its part
   * @param cut had not ended in the time that a drain gives; not counted as broken here
   */
  public record Ended(
      String track,
      String protocol,
      long completed,
      long toldToGo,
      long cancelled,
      long broken,
      long cut) {
    public long total() {
      return completed + cancelled + broken + cut;
    }

    Ended plus(Ended other, int sign) {
      return new Ended(
          track,
          protocol,
          completed + sign * other.completed,
          toldToGo + sign * other.toldToGo,
          cancelled + sign * other.cancelled,
          broken + sign * other.broken,
          cut + sign * other.cut);
    }

    static List<Ended> sum(Optional<List<Ended>> one, Optional<List<Ended>> other) {
      Map<String, Ended> sum = new TreeMap<>();
      Stream.concat(one.stream(), other.stream())
          .flatMap(List::stream)
          .forEach(ended ->
              sum.merge(ended.track + " " + ended.protocol, ended, (a, b) -> a.plus(b, 1)));
      return List.copyOf(sum.values());
    }
  }

  /**
   * What a mirror did. {@code primary} and {@code shadow} are the two sides of the same requests,
   * so they compare like the two sides of a canary.
   *
   * @param offered requests that were chosen for a copy
   * @param dropped of these, not sent: too many at the time, too long a body, or the router under
   *     pressure
   * @param compared pairs of whole answers
   * @param statusDiffers of these, with different status
   * @param bodyDiffers of these, with the same status and another body
   * @param examples the last that differed
   */
  public record MirrorMeasures(
      long offered,
      long dropped,
      long compared,
      long statusDiffers,
      long bodyDiffers,
      TrackMeasures primary,
      TrackMeasures shadow,
      List<Difference> examples) {
    public static final MirrorMeasures NONE =
        new MirrorMeasures(0, 0, 0, 0, 0, TrackMeasures.NONE, TrackMeasures.NONE, List.of());

    public MirrorMeasures {
      examples = List.copyOf(examples);
    }

    public MirrorMeasures plus(MirrorMeasures other) {
      return new MirrorMeasures(
          offered + other.offered,
          dropped + other.dropped,
          compared + other.compared,
          statusDiffers + other.statusDiffers,
          bodyDiffers + other.bodyDiffers,
          primary.plus(other.primary),
          shadow.plus(other.shadow),
          Stream.concat(examples.stream(), other.examples.stream()).toList());
    }
  }

  /**
   * Two answers to one request that differ.
   *
   * @param atMicros wall clock, microseconds since 1970
   * @param request method and path, without the query
   * @param primaryBytes length of the body, without its coding
   */
  public record Difference(
      long atMicros,
      String request,
      int primaryStatus,
      int shadowStatus,
      long primaryBytes,
      long shadowBytes) {}
}
