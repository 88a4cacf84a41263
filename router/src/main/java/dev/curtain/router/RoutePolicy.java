package dev.curtain.router;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a route does beside dividing requests by weight.
 *
 * @param rules in order; the first whose conditions all hold divides the request instead of the
 *     tracks' own weights
 * @param mirror where copies of requests go, if anywhere
 * @param hold requests wait for the next table instead of being routed
 * @param faults what a drill does to requests on purpose, until it ends
 * @param watches shares of users that are counted apart; empty: of a table that knows none
 */
public record RoutePolicy(
    List<Rule> rules,
    Optional<Mirror> mirror,
    Optional<Hold> hold,
    List<Fault> faults,
    Optional<List<Watch>> watches) {
  public static final RoutePolicy NONE =
      new RoutePolicy(List.of(), Optional.empty(), Optional.empty(), List.of());

  public RoutePolicy {
    rules = List.copyOf(rules);
    faults = List.copyOf(faults);
    watches = watches.map(List::copyOf);
  }

  /** One that counts nobody apart. */
  public RoutePolicy(
      List<Rule> rules, Optional<Mirror> mirror, Optional<Hold> hold, List<Fault> faults) {
    this(rules, mirror, hold, faults, Optional.empty());
  }

  public RoutePolicy withRules(List<Rule> more) {
    return new RoutePolicy(more, mirror, hold, faults, watches);
  }

  public RoutePolicy withMirror(Mirror to) {
    return new RoutePolicy(rules, Optional.of(to), hold, faults, watches);
  }

  public RoutePolicy withHold(Hold until) {
    return new RoutePolicy(rules, mirror, Optional.of(until), faults, watches);
  }

  public RoutePolicy withFaults(List<Fault> drill) {
    return new RoutePolicy(rules, mirror, hold, drill, watches);
  }

  public RoutePolicy withWatches(List<Watch> shares) {
    return new RoutePolicy(rules, mirror, hold, faults, Optional.of(shares));
  }

  /**
   * Requests of a stable share of users, whatever track they are on, are counted apart from those
   * of the others: who meets a variant of a flag, and who does not. Those of users who do not say
   * who they are count on neither side.
   *
   * @param name of the flag; the key of its measures
   * @param salt of the cohort hash, as the flag's own evaluation has it
   * @param below parts of {@link Route#WHOLE}: the share
   */
  public record Watch(String name, String salt, int below) {
    public Watch {
      if (below < 0 || below > Route.WHOLE) {
        throw new IllegalArgumentException(
            name + ": below " + below + " (expected: 0.." + Route.WHOLE + ")");
      }
    }
  }

  /**
   * A group of requests with a division of its own: one side of an A/B test, a ring, a region.
   *
   * @param name says which group it is, as {@code ring-0} or {@code country DE}
   * @param conditions all must hold; none: everybody
   * @param weights parts of {@link Route#WHOLE} by track name, summing to it; who falls where is
   *     decided by the route's cohort hash, as everywhere
   */
  public record Rule(String name, List<Condition> conditions, Map<String, Integer> weights) {
    public Rule {
      conditions = List.copyOf(conditions);
      weights = Map.copyOf(weights);
      int sum = 0;
      for (Map.Entry<String, Integer> one : weights.entrySet()) {
        if (one.getValue() < 0) {
          throw new IllegalArgumentException(
              name + ": weight " + one.getValue() + " of " + one.getKey() + " (expected: 0..)");
        }
        sum += one.getValue();
      }
      if (sum != Route.WHOLE) {
        throw new IllegalArgumentException(
            name + ": weights sum to " + sum + " (expected: " + Route.WHOLE + ")");
      }
    }

    /** Everybody of the group on one track. */
    public static Rule to(String track, String name, Condition... conditions) {
      return new Rule(name, List.of(conditions), Map.of(track, Route.WHOLE));
    }
  }

  /**
   * Copies of requests go to a track whose answers nobody gets; they are compared with the real
   * ones. Copies are the first thing dropped when there is much to do.
   *
   * @param track name of the track that gets copies; it must be one of the route's
   * @param share parts of {@link Route#WHOLE} of the requests, each chosen on its own
   * @param unsafeMethods whether requests that may change something (POST, PUT, PATCH, DELETE) are
   *     copied too: then the track must write nowhere that counts
   * @param compareBodies whether bodies must be the same too, or only the status
   * @param mostInFlight copies at the track at one time; as many again may wait, more are dropped
   * @param mostBodyBytes requests with a longer body are not copied
   */
  public record Mirror(
      String track,
      int share,
      boolean unsafeMethods,
      boolean compareBodies,
      int mostInFlight,
      int mostBodyBytes) {
    public Mirror {
      if (share < 0 || share > Route.WHOLE) {
        throw new IllegalArgumentException(
            track + ": mirror share " + share + " (expected: 0.." + Route.WHOLE + ")");
      }
      if (mostInFlight < 1 || mostInFlight > 10_000) {
        throw new IllegalArgumentException(
            track + ": mirror mostInFlight " + mostInFlight + " (expected: 1..10000)");
      }
      if (mostBodyBytes < 0 || mostBodyBytes > 1 << 20) {
        throw new IllegalArgumentException(
            track + ": mirror mostBodyBytes " + mostBodyBytes + " (expected: 0..1048576)");
      }
    }

    /** Of everything that only reads, bodies compared. */
    public static Mirror of(String track, int share) {
      return new Mirror(track, share, false, true, 64, 64 * 1024);
    }
  }

  /**
   * Requests wait in the router until a table without a hold comes, or are answered 503 with
   * Retry-After when their time is up.
   *
   * @param limitMillis longest wait of one request
   * @param mostWaiting requests that may wait at one time; those above are answered 503 at once
   */
  public record Hold(long limitMillis, int mostWaiting) {
    public Hold {
      if (limitMillis < 1 || limitMillis > 600_000) {
        throw new IllegalArgumentException(
            "hold limitMillis: " + limitMillis + " (expected: 1..600000)");
      }
      if (mostWaiting < 0 || mostWaiting > 1_000_000) {
        throw new IllegalArgumentException(
            "hold mostWaiting: " + mostWaiting + " (expected: 0..1000000)");
      }
    }
  }

  /**
   * A fault for a drill.
   *
   * @param name of the drill
   * @param track requests of this track only; empty: of every track
   * @param conditions all must hold for a request to be harmed
   * @param share parts of {@link Route#WHOLE} of these requests, each chosen on its own
   * @param delayMillis added before the request is sent
   * @param answer status that the router answers with in place of the track, 400..599; the track is
   *     measured as if it had been its own
   * @param reset the client's connection is reset instead of an answer
   * @param untilMillis wall clock of the end, milliseconds since 1970: nothing happens afterwards,
   *     whoever has forgotten the drill
   */
  public record Fault(
      String name,
      Optional<String> track,
      List<Condition> conditions,
      int share,
      long delayMillis,
      Optional<Integer> answer,
      boolean reset,
      long untilMillis) {
    public Fault {
      conditions = List.copyOf(conditions);
      if (share < 0 || share > Route.WHOLE) {
        throw new IllegalArgumentException(
            name + ": share " + share + " (expected: 0.." + Route.WHOLE + ")");
      }
      if (delayMillis < 0 || delayMillis > 600_000) {
        throw new IllegalArgumentException(
            name + ": delayMillis " + delayMillis + " (expected: 0..600000)");
      }
      answer.ifPresent(status -> {
        if (status < 400 || status > 599) {
          throw new IllegalArgumentException(name + ": answer " + status + " (expected: 400..599)");
        }
      });
    }
  }
}
