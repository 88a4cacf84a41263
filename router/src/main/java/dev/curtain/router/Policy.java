package dev.curtain.router;

import dev.curtain.flags.Cohort;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A route's policy made ready for use. */
final class Policy {
  private final RoutePolicy policy;
  private final Group[] groups;
  private final Drill[] drills;
  private final @Nullable TrackTarget mirrorTrack;

  /**
   * @param tracks of the route, in its order
   */
  Policy(RoutePolicy policy, List<TrackTarget> tracks) {
    this.policy = policy;
    groups = policy.rules().stream().map(rule -> Group.of(rule, tracks)).toArray(Group[]::new);
    drills = policy.faults().stream().map(Drill::of).toArray(Drill[]::new);
    String mirror = policy.mirror().map(RoutePolicy.Mirror::track).orElse("");
    mirrorTrack =
        tracks.stream().filter(track -> track.name().equals(mirror)).findFirst().orElse(null);
  }

  /** Where the upper bounds of a group's buckets are; null where the request is in none. */
  int @Nullable [] below(Asking asking) {
    for (Group group : groups) {
      if (Test.all(group.tests, asking)) {
        return group.below;
      }
    }
    return null;
  }

  RoutePolicy.@Nullable Hold hold() {
    return policy.hold().orElse(null);
  }

  /** The mirror this request shall have a copy at, or null. */
  RoutePolicy.@Nullable Mirror mirror(RequestHead head, TrackTarget chosen, SplittableRandom dice) {
    RoutePolicy.Mirror mirror = policy.mirror().orElse(null);
    boolean wanted =
        mirror != null
            && chosen != mirrorTrack
            && head.upgrade() < 0
            && (mirror.unsafeMethods() || head.method().safe())
            && dice.nextInt(Route.WHOLE) < mirror.share();
    return wanted ? mirror : null;
  }

  @Nullable TrackTarget mirrorTrack() {
    return mirrorTrack;
  }

  /** The fault that this request meets, or null. */
  RoutePolicy.@Nullable Fault fault(
      Asking asking, TrackTarget chosen, SplittableRandom dice, long nowMillis) {
    for (Drill drill : drills) {
      RoutePolicy.Fault fault = drill.fault;
      if (nowMillis < fault.untilMillis()
          && (fault.track().isEmpty() || fault.track().get().equals(chosen.name()))
          && Test.all(drill.tests, asking)
          && dice.nextInt(Route.WHOLE) < fault.share()) {
        return fault;
      }
    }
    return null;
  }

  private record Group(Test[] tests, int[] below) {
    static Group of(RoutePolicy.Rule rule, List<TrackTarget> tracks) {
      int[] below = new int[tracks.size()];
      int sum = 0;
      for (int i = 0; i < below.length; i++) {
        sum += rule.weights().getOrDefault(tracks.get(i).name(), 0);
        below[i] = sum;
      }
      return new Group(Test.of(rule.conditions()), below);
    }
  }

  private record Drill(RoutePolicy.Fault fault, Test[] tests) {
    static Drill of(RoutePolicy.Fault fault) {
      return new Drill(fault, Test.of(fault.conditions()));
    }
  }

  /** One condition, ready for use. */
  private record Test(
      Condition.Source source,
      byte[] name,
      byte[][] values,
      Network[] networks,
      int seed,
      int below) {
    static Test[] of(List<Condition> conditions) {
      return conditions.stream().map(Test::of).toArray(Test[]::new);
    }

    private static Test of(Condition condition) {
      boolean header = condition.source() == Condition.Source.HEADER;
      String name = header ? condition.name().toLowerCase(Locale.ROOT) : condition.name();
      boolean address = condition.source() == Condition.Source.ADDRESS;
      return new Test(
          condition.source(),
          name.getBytes(StandardCharsets.UTF_8),
          condition.values().stream()
              .map(value -> value.getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new),
          address
              ? condition.values().stream().map(Network::parse).toArray(Network[]::new)
              : new Network[0],
          Cohort.seed(condition.name()),
          condition.below());
    }

    static boolean all(Test[] tests, Asking asking) {
      for (Test test : tests) {
        if (!test.holds(asking)) {
          return false;
        }
      }
      return true;
    }

    private boolean holds(Asking asking) {
      return switch (source) {
        case HEADER -> asking.hasHeader(name, values);
        case COOKIE -> asking.hasCookie(name, values);
        case USER -> asking.isUser(values);
        case ADDRESS -> asking.comesFrom(networks);
        case SHARE -> asking.bucket(seed) < below;
      };
    }
  }

  static Optional<Policy> of(Route route, List<TrackTarget> tracks) {
    return route.policy().map(policy -> new Policy(policy, tracks));
  }

  /** Tracks by version, for testers. */
  static Map<String, TrackTarget> byVersion(List<TrackTarget> tracks) {
    Map<String, TrackTarget> byVersion = new HashMap<>();
    tracks.stream()
        .filter(track -> !track.replicas().isEmpty())
        .forEach(track -> byVersion.putIfAbsent(track.version(), track));
    return byVersion;
  }
}
