package dev.curtain.server.engine;

import dev.curtain.rollout.ClockWatch;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Measures;
import dev.curtain.server.log.LogFailure;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what rollouts want done, each effect on a thread of its own, and reports back. None
 * waits for another: a rollback's route is never behind anything.
 */
final class Effects {
  private final Ledger ledger;
  private final Looks looks;
  private final Publisher publisher;
  private final Fleet fleet;
  private final GateKeeper gates;
  private final Pulse pulse;
  private final InstantSource clock;

  /** How long one look at the serving version lasts. */
  private final Duration beat;

  private final Consumer<String> trouble;

  // Guarded by the ledger.
  private ClockWatch watch;
  private final Deque<Untold> untold = new ArrayDeque<>();

  /** A jump of the clock that could not be written down yet. */
  private record Untold(String rollout, RolloutEvent jump) {}

  Effects(
      Ledger ledger,
      Looks looks,
      Publisher publisher,
      Fleet fleet,
      GateKeeper gates,
      Pulse pulse,
      InstantSource clock,
      Duration beat,
      Consumer<String> trouble) {
    this.beat = beat;
    this.ledger = ledger;
    this.looks = looks;
    this.publisher = publisher;
    this.fleet = fleet;
    this.gates = gates;
    this.pulse = pulse;
    this.clock = clock;
    this.trouble = trouble;
    this.watch = new ClockWatch(clock.instant(), steadyMillis());
  }

  /** From now on the clock is watched. */
  void begin() {
    synchronized (ledger) {
      watch = new ClockWatch(clock.instant(), steadyMillis());
    }
  }

  /** Lets something happen to a rollout and carries out what follows. */
  void move(String rollout, RolloutEvent event) {
    List<Ledger.Asked> asked;
    synchronized (ledger) {
      watchClock();
      asked = ledger.move(rollout, event);
    }
    carryOut(asked);
  }

  /**
   * Time that only the clock says has passed does not count as watched. That is on record before
   * anything else with the new time is: a controller that comes next takes what is on record last
   * for the time at which somebody still looked.
   */
  void watchClock() {
    synchronized (ledger) {
      watch
          .look(clock.instant(), steadyMillis())
          .ifPresent(jump -> {
            trouble.accept("the clock of this machine has jumped; what it skipped does not count");
            ledger
                .world()
                .moving()
                .forEach(rollout -> untold.add(new Untold(rollout.spec().id(), jump)));
          });
      while (!untold.isEmpty()) {
        // Resumed asks for nothing to be done.
        ledger.move(untold.getFirst().rollout(), untold.getFirst().jump());
        untold.removeFirst();
      }
    }
  }

  private static long steadyMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** After a restart: what was wanted and has no answer yet. */
  void resume(RolloutState rollout) {
    carryOut(
        List.of(new Ledger.Asked(rollout.spec().id(), List.copyOf(rollout.pending().values()))));
  }

  private void carryOut(List<Ledger.Asked> asked) {
    // Not on a thread of its own: between a verdict and its route nothing is to be waited for. One
    // table for all: what was written down together is in force together.
    boolean routes =
        asked.stream()
            .anyMatch(
                each -> each.effects().stream().anyMatch(Effect.ApplyRoute.class::isInstance));
    CompletableFuture<Measures> table = routes ? publisher.publish() : new CompletableFuture<>();
    for (Ledger.Asked each : asked) {
      for (Effect effect : each.effects()) {
        switch (effect) {
          case Effect.ApplyRoute route ->
              table.thenAccept(measures -> routed(each.rollout(), route, measures));
          case Effect.TakeBaseline _, Effect.ScaleTracks _, Effect.AskGate _ ->
              Thread.ofVirtual()
                  .name(each.rollout() + " effect " + effect.id())
                  .start(() -> takeTime(each.rollout(), effect));
        }
      }
    }
  }

  private void takeTime(String id, Effect effect) {
    RolloutState rollout = ledger.world().rollouts().get(id);
    if (rollout == null) {
      return;
    }
    try {
      switch (effect) {
        case Effect.TakeBaseline take -> move(id, baseline(rollout, take));
        case Effect.ScaleTracks scale -> move(id, scale(rollout, scale));
        case Effect.ApplyRoute _ -> throw new IllegalStateException(id + ": routes take no time");
        case Effect.AskGate ask ->
            move(id, gates.answer(ledger.world(), rollout, ask.id(), ask.gate(), clock.instant()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LogFailure e) {
      report(id, e);
    } catch (CancellationException e) {
      // The engine is closing: the effect stays pending in the log and is carried out by whoever
      // comes next.
      return;
    }
  }

  private RolloutEvent baseline(RolloutState rollout, Effect.TakeBaseline take)
      throws InterruptedException {
    try {
      long from = Pulse.now();
      List<Sides.Look> seen =
          new ArrayList<>(List.of(new Sides.Look(mine(rollout), Duration.ZERO)));
      long until = System.nanoTime() + take.lasting().toNanos();
      for (long left = take.lasting().toNanos(); left > 0; left = until - System.nanoTime()) {
        Thread.sleep(Duration.ofNanos(Math.min(left, beat.toNanos())));
        long next = Pulse.now();
        Measures measures = mine(rollout);
        seen.add(new Sides.Look(measures, pulse.leftOut(from, Pulse.now())));
        from = next;
      }
      return Sides.baseline(rollout.spec(), take.id(), clock.instant(), seen);
    } catch (IOException e) {
      return new RolloutEvent.EffectFailed(
          clock.instant(), take.id(), "the router gives no measures: " + e.getMessage());
    }
  }

  /** Only of its own tracks: it keeps as many as it looks. */
  private Measures mine(RolloutState rollout) throws IOException, InterruptedException {
    Measures all = looks.look();
    Map<String, Measures.TrackMeasures> tracks = new HashMap<>();
    for (TrackSpec track : rollout.spec().stable()) {
      tracks.put(track.name(), all.track(track.name()));
    }
    return new Measures(all.epoch(), all.atMicros(), all.unrouted(), tracks);
  }

  private static boolean pending(World world, String id, Effect effect) {
    RolloutState rollout = world.rollouts().get(id);
    return rollout != null && rollout.pending().containsKey(effect.id());
  }

  private RolloutEvent scale(RolloutState rollout, Effect.ScaleTracks scale)
      throws InterruptedException {
    Instant now = clock.instant();
    String id = rollout.spec().id();
    // What was given up meanwhile must not be wanted after what replaced it: it would be for ever.
    List<Entry> wanted =
        ledger.decide(world ->
            pending(world, id, scale)
                ? List.of(new Entry.Wanted(now, rollout.spec().service(), scale.replicas()))
                : List.of());
    if (wanted.isEmpty()) {
      return new RolloutEvent.EffectFailed(now, scale.id(), "it was given up");
    }
    try {
      fleet.reach(scale.replicas(), scale.within()).get();
      Measures measures = publisher.publish().get();
      return new RolloutEvent.Scaled(
          clock.instant(),
          scale.id(),
          Sides.counts(rollout.spec().candidate(), measures),
          Sides.counts(rollout.spec().stable(), measures));
    } catch (ExecutionException e) {
      return new RolloutEvent.EffectFailed(
          clock.instant(),
          scale.id(),
          String.valueOf(Optional.ofNullable(e.getCause()).orElse(e).getMessage()));
    }
  }

  /** Told by the publisher's thread; never where the engine closes before the table is in force. */
  private void routed(String id, Effect.ApplyRoute route, Measures measures) {
    RolloutState rollout = ledger.world().rollouts().get(id);
    if (rollout != null) {
      move(
          id,
          new RolloutEvent.Routed(
              clock.instant(),
              route.id(),
              measures.epoch(),
              Sides.counts(rollout.spec().candidate(), measures),
              Sides.counts(rollout.spec().stable(), measures)));
    }
  }

  /** What could not be written down has not happened; it stays pending, and people are told. */
  private void report(String id, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause != null && !(cause instanceof CancellationException)) {
      trouble.accept(id + " is stuck: " + cause.getMessage());
    }
  }
}
