package dev.curtain.server.engine;

import dev.curtain.model.Audience;
import dev.curtain.rollout.Division;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.router.Condition;
import dev.curtain.router.Route;
import dev.curtain.router.RoutePolicy;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * From a division beside weights, that is groups, copies and a closed door, to the router's words.
 * Pure.
 */
final class Divisions {
  /** Nobody waits for a closed service longer than this, however long the gap may be. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration UNDECLARED = Duration.ofSeconds(5);
  private static final int MOST_WAITING = 10_000;
  private static final int COPIES_IN_FLIGHT = 64;
  private static final int LONGEST_COPY = 64 * 1024;

  /** A port that nothing listens at: a closed route has to name something. */
  private static final Route.Backend NOBODY = new Route.Backend("closed", "127.0.0.1", 9);

  private Divisions() {}

  /**
   * @param able moves weights to tracks that have a ready replica
   * @param ready tracks that have one
   */
  static RoutePolicy of(
      Division division, UnaryOperator<Map<String, Integer>> able, Set<String> ready) {
    List<RoutePolicy.Rule> rules = new ArrayList<>();
    for (Division.Group group : division.groups()) {
      rules.add(
          new RoutePolicy.Rule(
              group.audience().name(),
              group.audience().conditions().stream().map(Divisions::condition).toList(),
              able.apply(group.weights())));
    }
    RoutePolicy policy = RoutePolicy.NONE.withRules(rules);
    return division
        .copies()
        .filter(copies -> ready.contains(copies.track()))
        .map(copies -> policy.withMirror(mirror(copies)))
        .orElse(policy);
  }

  private static RoutePolicy.Mirror mirror(Division.Copies copies) {
    return new RoutePolicy.Mirror(
        copies.track(),
        (int) Math.round(copies.share() * Route.WHOLE / 100),
        copies.unsafeMethods(),
        copies.compareBodies(),
        COPIES_IN_FLIGHT,
        LONGEST_COPY);
  }

  private static Condition condition(Audience.Condition condition) {
    String[] values = condition.values().toArray(String[]::new);
    return switch (condition.source()) {
      case HEADER -> Condition.header(condition.name(), values);
      case COOKIE -> Condition.cookie(condition.name(), values);
      case USER -> Condition.user(values);
      case ADDRESS -> Condition.address(values);
      case SHARE ->
          Condition.share(
              condition.name(), (int) Math.round(condition.share() * Route.WHOLE / 100));
    };
  }

  /**
   * The declared gap: whoever asks waits for its end, for as long as is declared at most, and is
   * told to come again after that. While it holds, nothing is given to the track it has to name.
   */
  static Route closed(World world, ServiceState state, Address address) {
    Duration declared =
        world.rolloutOf(state.path()).flatMap(Divisions::declared).orElse(UNDECLARED);
    Duration wait = declared.compareTo(LONGEST_WAIT) < 0 ? declared : LONGEST_WAIT;
    Route.Track nobody =
        new Route.Track("closed", "", Route.WHOLE, List.of(NOBODY), Optional.empty());
    return new Route(state.path(), address.host(), address.path(), state.salt(), List.of(nobody))
        .withPolicy(
            RoutePolicy.NONE.withHold(
                new RoutePolicy.Hold(Math.max(1, wait.toMillis()), MOST_WAITING)));
  }

  private static Optional<Duration> declared(RolloutState rollout) {
    for (Step step : rollout.spec().steps()) {
      if (step instanceof Step.Close close) {
        return Optional.of(close.declared());
      }
    }
    return Optional.empty();
  }
}
