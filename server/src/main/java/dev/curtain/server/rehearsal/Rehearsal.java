package dev.curtain.server.rehearsal;

import dev.curtain.model.Service;
import dev.curtain.rollout.Manner;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.server.engine.Address;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.traffic.Failure;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import dev.curtain.server.traffic.TrafficReport;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Brings a deployment up on stand-ins, lets users in, rolls out what there is to roll out, and
 * takes everything down.
 */
public final class Rehearsal {
  private static final Duration RAISED_WITHIN = Duration.ofSeconds(30);
  private static final Duration WITHOUT_ROLLOUT = Duration.ofSeconds(2);
  private static final Duration AFTERWARDS = Duration.ofMillis(300);

  /**
   * A machine that answers fewer than are asked of it has a queue that only grows, and in the end
   * nothing is measured but that. Where so many seconds' requests wait nobody else comes, so that
   * there are as many as it can carry; where it can, twenty times fewer wait.
   */
  private static final double WAITING_SECONDS = 0.1;

  private static final double LEAST_WAITING = 50;

  /** Nobody waits longer than this for a rollout whose plan has an end. */
  private static final Duration PATIENCE = Duration.ofHours(24);

  /** A service that nothing is rolled out for gets this much of the traffic of one that moves. */
  private static final double QUIET = 0.1;

  private Rehearsal() {}

  /** Follows a rehearsal while it goes on. */
  public interface Audience {
    /** Everything is set, nothing is started. */
    default void begins(Order order, Pace pace, Map<String, String> rollouts) {}

    /** Something was written down; called by the thread that wrote it. */
    default void written(Entry entry, World after) {}

    /** Users are there; {@code traffic} may be asked for a snapshot at any time. */
    default void opened(Engine engine, SyntheticUsers traffic) {}

    /** Something goes wrong and is tried again. */
    default void trouble(String words) {}
  }

  /**
   * Carries out an order from beginning to end.
   *
   * @throws Refused if it names what is not there
   * @throws PlanRefused if a rollout cannot be planned
   * @throws IOException if the machine does not let it be put up, in words that say why
   */
  public static Report run(Order order, Audience audience, InstantSource clock)
      throws Refused, PlanRefused, IOException, InterruptedException {
    Map<String, String> rollouts = Scene.rollouts(order);
    Pace pace = Scene.pace(order, rollouts);
    audience.begins(order, pace, rollouts);
    Instant begin = clock.instant();
    try (Stage stage = Stage.put(order.seed(), pace, order.faults(), clock, audience::trouble)) {
      Ledger ledger = stage.engine.ledger();
      ledger.listen((_, entry, world) -> audience.written(entry, world));
      stage.engine.start(
          order.deployment(),
          new Entry.Raised(begin, order.file(), order.text(), order.deployment().id()));
      raise(stage);
      int replicas = ledger.world().replicas().size();
      List<String> ids = new ArrayList<>();
      TrafficReport traffic;
      try (SyntheticUsers users = users(stage, order, rollouts, clock)) {
        audience.opened(stage.engine, users);
        ids.addAll(deploy(stage.engine, order.manner(), rollouts));
        if (ids.isEmpty()) {
          Thread.sleep(WITHOUT_ROLLOUT);
        }
        awaitEnd(ledger, ids);
        // The world after the last change is part of what is promised.
        Thread.sleep(AFTERWARDS);
        traffic = users.stop();
      }
      List<RolloutState> ended = ids.stream().map(id -> state(ledger, id)).toList();
      Map<String, Long> met = new HashMap<>();
      ended.forEach(
          rollout -> met.put(rollout.spec().id(), users(rollout, traffic, order.users())));
      return new Report(
          order,
          pace,
          ended,
          met,
          traffic,
          order.deployment().services().size(),
          replicas,
          Duration.between(begin, clock.instant()));
    }
  }

  private static void raise(Stage stage) throws IOException, InterruptedException {
    try {
      stage.engine.raised(RAISED_WITHIN).get();
    } catch (ExecutionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw new IOException("the rehearsal could not be put up: " + cause.getMessage(), e);
    }
  }

  private static List<String> deploy(Engine engine, Manner manner, Map<String, String> versions)
      throws Refused, PlanRefused {
    if (manner != Manner.ALONE && !versions.isEmpty()) {
      return engine.sets().deploy(versions, manner == Manner.IN_ORDER, Optional.empty()).rollouts();
    }
    List<String> ids = new ArrayList<>();
    for (Map.Entry<String, String> rollout : versions.entrySet()) {
      ids.add(engine.deploy(rollout.getKey(), rollout.getValue(), Optional.empty()));
    }
    return ids;
  }

  private static SyntheticUsers users(
      Stage stage, Order order, Map<String, String> rollouts, InstantSource clock) {
    List<Load.Target> targets = new ArrayList<>();
    for (Service service : order.deployment().services()) {
      Address address = stage.engine.address(service.element()).orElseThrow();
      targets.add(
          new Load.Target(
              address.host().orElse("localhost"),
              address.path(),
              rollouts.isEmpty() || rollouts.containsKey(service.element()) ? 1 : QUIET));
    }
    Load load =
        Load.of(
                new InetSocketAddress("127.0.0.1", stage.router.port()),
                targets,
                order.users(),
                order.requestsPerSecond(),
                order.seed())
            .withMostWaiting(
                (int) Math.max(LEAST_WAITING, order.requestsPerSecond() * WAITING_SECONDS));
    return SyntheticUsers.start(load, attribution(stage, order), clock);
  }

  /**
   * What a replica that was made to crash does not answer was asked for as well, only that it
   * cannot be marked.
   */
  private static Failure.Attribution attribution(Stage stage, Order order) {
    List<String> crashing =
        order.faults().stream()
            .filter(fault ->
                fault.effects().stream().anyMatch(Fault.Effect.CrashAfter.class::isInstance))
            .map(fault -> fault.service() + "@" + fault.version() + "/")
            .toList();
    return failure ->
        failure.marked()
            || (!stage.runtime.crashes().isEmpty()
                && crashing.stream().anyMatch(track -> failure.track().startsWith(track)));
  }

  private static void awaitEnd(Ledger ledger, List<String> ids) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Ledger.Listener listener =
        (_, _, world) -> {
          if (allEnded(world, ids)) {
            ended.countDown();
          }
        };
    ledger.listen(listener);
    if (!allEnded(ledger.world(), ids)
        && !ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("a rollout did not end within " + PATIENCE);
    }
    ledger.unlisten(listener);
  }

  private static boolean allEnded(World world, List<String> ids) {
    return ids.stream()
        .allMatch(id -> {
          RolloutState state = world.rollouts().get(id);
          return state != null && state.phase().ended();
        });
  }

  private static RolloutState state(Ledger ledger, String id) {
    return Optional.ofNullable(ledger.world().rollouts().get(id)).orElseThrow();
  }

  private static long users(RolloutState rollout, TrafficReport traffic, int all) {
    long sum = 0;
    for (TrackSpec track : rollout.spec().candidate()) {
      TrafficReport.TrackTraffic met = traffic.tracks().get(track.name());
      sum += met == null ? 0 : met.users();
    }
    return Math.min(sum, all);
  }
}
