package dev.curtain.server.engine;

import dev.curtain.analysis.Block;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.router.Measures;
import dev.curtain.router.RouterControl;
import dev.curtain.server.log.LogFailure;
import dev.curtain.server.metrics.Sources;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the router in a steady beat, shows rollouts what was measured, and wakes those whose
 * time has come.
 */
final class Sampler implements AutoCloseable {
  private final Ledger ledger;
  private final RouterControl router;
  private final Effects effects;
  private final Sources sources;
  private final LogWatch logs;
  private final InstantSource clock;
  private final Duration beat;
  private final Pulse pulse;
  private final Map<String, Seen> before = new HashMap<>();
  private final Thread thread;
  private final Consumer<String> trouble;
  private boolean missing;
  private boolean unwritable;
  private volatile boolean closed;

  /**
   * @param fromNanos by {@link Pulse#now}, before it was asked for
   */
  private record Seen(Measures measures, long fromNanos) {}

  /**
   * @param trouble told once of a log that cannot be written, for as long as it cannot
   */
  Sampler(
      Ledger ledger,
      RouterControl router,
      Effects effects,
      Sources sources,
      LogWatch logs,
      Pulse pulse,
      InstantSource clock,
      Duration beat,
      Consumer<String> trouble) {
    this.ledger = ledger;
    this.router = router;
    this.effects = effects;
    this.sources = sources;
    this.logs = logs;
    this.pulse = pulse;
    this.clock = clock;
    this.beat = beat;
    this.trouble = trouble;
    this.thread = Thread.ofPlatform().daemon().name("sampler").unstarted(this::run);
  }

  void start() {
    pulse.start();
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        try {
          effects.watchClock();
          sample();
          ledger.keep();
          unwritable = false;
        } catch (LogFailure e) {
          // What could not be written has not happened: it is looked at again in the next beat.
          if (!unwritable) {
            unwritable = true;
            trouble.accept(String.valueOf(e.getMessage()));
          }
        }
        Thread.sleep(beat);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample() {
    List<RolloutState> moving = ledger.world().moving();
    pulse.wanted(!moving.isEmpty());
    List<RolloutState> measuring = moving.stream().filter(RolloutState::measuring).toList();
    List<String> ids = measuring.stream().map(each -> each.spec().id()).toList();
    before.keySet().retainAll(ids);
    sources.retain(ids);
    logs.look(measuring);
    if (!measuring.isEmpty()) {
      long from = Pulse.now();
      Measures now = measures(measuring);
      if (now != null) {
        long to = Pulse.now();
        measuring.forEach(rollout -> show(rollout, new Seen(now, from), to));
      }
    }
    Instant now = clock.instant();
    for (RolloutState rollout : ledger.world().moving()) {
      if (rollout.wakeAt().filter(at -> !now.isBefore(at)).isPresent()) {
        effects.move(rollout.spec().id(), new RolloutEvent.Tick(now));
      }
    }
  }

  private @Nullable Measures measures(List<RolloutState> measuring) {
    try {
      Measures now = router.measures();
      missing = false;
      return now;
    } catch (IOException e) {
      if (!missing) {
        missing = true;
        for (RolloutState rollout : measuring) {
          effects.move(
              rollout.spec().id(),
              new RolloutEvent.MeasuresMissing(clock.instant(), String.valueOf(e.getMessage())));
        }
      }
      return null;
    }
  }

  private void show(RolloutState rollout, Seen now, long toNanos) {
    String id = rollout.spec().id();
    Seen last = before.put(id, now);
    if (last != null) {
      Duration leftOut = pulse.leftOut(last.fromNanos(), toNanos);
      Block seen = Sides.block(rollout, last.measures(), now.measures(), leftOut);
      Block block = sources.join(rollout, ledger.world(), seen);
      effects.move(id, new RolloutEvent.Measured(clock.instant(), block));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    sources.close();
    pulse.close();
  }
}
