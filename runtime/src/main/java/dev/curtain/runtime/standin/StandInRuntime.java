package dev.curtain.runtime.standin;

import dev.curtain.runtime.Replica;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Imitations of services inside this process: each listens on its own loopback port and answers any
 * path with a small JSON document after a few milliseconds. Cheap enough for hundreds.
 *
 * <p>What a replica answers depends on the seed, its id and the order of its requests alone.
 */
public final class StandInRuntime implements Runtime {
  /** Set to {@link #FAULT_INJECTED} on answers that failed because a fault was asked for. */
  public static final String FAULT_HEADER = "x-curtain-fault";

  public static final String FAULT_INJECTED = "injected";
  private static final int LOOPS = 1;

  private final long seed;
  private final List<Fault> faults;
  private final ModelTime time;
  private final EventLoopGroup loops;

  /**
   * Wakes delayed answers. The loops' own timers would do, but waiting in a selector is rounded to
   * milliseconds and spins for the rest: a third of a core at 2000 requests a second, not a tenth.
   */
  private final ScheduledExecutorService alarm;

  private final Map<String, StandIn> standIns = new ConcurrentHashMap<>();

  /**
   * @param speed model seconds per real second, above 0; for the faults that are told in model time
   * @param clock wall clock, for bursts and for telling when a crash happened
   */
  public StandInRuntime(long seed, double speed, List<Fault> faults, InstantSource clock) {
    this(
        seed,
        speed,
        faults,
        clock,
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stand-in-alarm").factory()));
  }

  /**
   * @param alarm wakes what waits; ends with this
   */
  StandInRuntime(
      long seed,
      double speed,
      List<Fault> faults,
      InstantSource clock,
      ScheduledExecutorService alarm) {
    this.seed = seed;
    this.faults = List.copyOf(faults);
    this.time = new ModelTime(clock, speed);
    this.loops =
        new MultiThreadIoEventLoopGroup(
            LOOPS, new DefaultThreadFactory("stand-in", true), NioIoHandler.newFactory());
    this.alarm = alarm;
  }

  @Override
  public synchronized Replica start(ReplicaSpec spec) throws StartFailure {
    StandIn earlier = standIns.get(spec.id());
    if (earlier == null || !runs(earlier)) {
      StandIn standIn = new StandIn(spec, loops.next(), alarm, conduct(spec), time);
      standIn.start();
      standIns.put(spec.id(), standIn);
    }
    return new Replica(spec.id(), "127.0.0.1", spec.port());
  }

  @Override
  public Condition condition(ReplicaSpec spec) {
    StandIn standIn = standIns.get(spec.id());
    if (standIn == null) {
      return Condition.GONE;
    }
    return switch (standIn.phase()) {
      case STARTING, STOPPING -> Condition.NOT_READY;
      case READY -> standIn.unready() ? Condition.NOT_READY : Condition.READY;
      case STOPPED, CRASHED -> Condition.GONE;
    };
  }

  @Override
  public void stop(String replicaId, Duration grace) {
    StandIn standIn = standIns.get(replicaId);
    if (standIn != null) {
      standIn.stop(grace);
    }
  }

  @Override
  public List<String> running() {
    return standIns.values().stream()
        .filter(StandInRuntime::runs)
        .map(standIn -> standIn.spec().id())
        .sorted()
        .toList();
  }

  /** Replicas that crashed because a fault asked for it, by id, and when. */
  public Map<String, Instant> crashes() {
    return standIns.values().stream()
        .filter(standIn -> standIn.crashedAt().isPresent())
        .collect(
            Collectors.toUnmodifiableMap(
                standIn -> standIn.spec().id(), standIn -> standIn.crashedAt().orElseThrow()));
  }

  @Override
  public void close() {
    standIns.values().forEach(standIn -> standIn.stop(Duration.ZERO));
    alarm.shutdownNow();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Conduct conduct(ReplicaSpec spec) {
    List<Fault> own =
        faults.stream().filter(fault -> fault.concerns(spec.service(), spec.version())).toList();
    return new Conduct(own, new SplittableRandom(seed * 31 + spec.id().hashCode()));
  }

  private static boolean runs(StandIn standIn) {
    return switch (standIn.phase()) {
      case STARTING, READY, STOPPING -> true;
      case STOPPED, CRASHED -> false;
    };
  }
}
