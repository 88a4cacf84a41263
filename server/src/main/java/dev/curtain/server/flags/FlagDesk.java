package dev.curtain.server.flags;

import dev.curtain.analysis.Verdict;
import dev.curtain.flags.change.Terms;
import dev.curtain.server.ofrep.Ofrep;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Everything about the flags of one running Curtain, and the thread that lets happen what is to
 * happen by itself. Safe to use from any thread.
 */
public final class FlagDesk implements AutoCloseable {
  private static final Logger LOG = System.getLogger(FlagDesk.class.getName());
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration KEEP_EVERY = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final InstantSource clock;
  private final FlagStore store;
  private final Readers readers;
  private final Trials trials;
  private final Optional<RouterOutcomes> outcomes;
  private final Companions companions;
  private final Ofrep ofrep;
  private final Thread clockwork;
  private Instant kept;
  private Thread counter = Thread.ofVirtual().unstarted(() -> {});
  private volatile boolean uncounted;

  private FlagDesk(Ledger ledger, InstantSource clock, Optional<Counting> counting) {
    this.ledger = ledger;
    this.clock = clock;
    this.store = FlagStore.over(ledger, clock);
    this.readers = Readers.over(ledger, clock);
    this.trials = new Trials(ledger, store, clock, this::moving);
    this.outcomes = counting.map(router -> new RouterOutcomes(store, router, trials::count));
    this.companions = new Companions(store, clock);
    this.ofrep = new Ofrep(store, clock, readers);
    this.kept = clock.instant();
    this.clockwork = Thread.ofVirtual().name("flags").unstarted(this::run);
  }

  /**
   * The flags that the log comes to; works until it is closed.
   *
   * @param counting the router that users come through
   */
  public static FlagDesk open(Ledger ledger, InstantSource clock, Counting counting) {
    FlagDesk desk = new FlagDesk(ledger, clock, Optional.of(counting));
    // Who is counted where changes with the flag, and not a beat later.
    desk.outcomes.ifPresent(router -> desk.store.listen(_ -> router.follow()));
    desk.clockwork.start();
    return desk;
  }

  public FlagStore store() {
    return store;
  }

  public Readers readers() {
    return readers;
  }

  public Ofrep ofrep() {
    return ofrep;
  }

  /** What the judge says of a flag that is being let out. */
  public Optional<Verdict> verdict(String flag) {
    return trials.verdict(flag);
  }

  /** Why a flag that is being let out does not go on now. */
  public Optional<String> waits(String flag) {
    return trials.waits(flag);
  }

  /**
   * The service that reads a flag, while a rollout of it is under way that does not stand and wait
   * for the flag itself.
   */
  private Optional<String> moving(String flag) {
    return Optional.ofNullable(store.flags().get(flag))
        .flatMap(definition -> Terms.fact(definition, "service"))
        .filter(service ->
            ledger
                .world()
                .rolloutOf(service)
                .filter(rollout ->
                    Companions.gate(rollout).filter(gate -> gate.flag().equals(flag)).isEmpty())
                .isPresent());
  }

  /** What a client did with flags, and how its requests fared under them. */
  public void report(
      Optional<String> service,
      Optional<String> version,
      List<String> evaluated,
      List<Outcome> outcomes) {
    evaluated.forEach(flag -> readers.read(flag, service, version));
    outcomes.forEach(trials::report);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(pause());
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the next beat, or until something is due before that. */
  private Duration pause() {
    Duration due = store.next().map(at -> Duration.between(clock.instant(), at)).orElse(BEAT);
    return due.compareTo(BEAT) < 0 ? (due.isNegative() ? Duration.ZERO : due.plusMillis(1)) : BEAT;
  }

  /** One failing must not keep the rest from happening, nor happen in silence. */
  private void tick() {
    try {
      store.tick();
      count();
      trials.tick();
      companions.tick(ledger.world());
      if (Duration.between(kept, clock.instant()).compareTo(KEEP_EVERY) >= 0) {
        keep();
      }
    } catch (FlagRefused e) {
      LOG.log(Level.WARNING, "a flag could not be changed by itself: " + e.getMessage());
    }
  }

  /** Beside everything else, which must not wait for a router that is slow. */
  private void count() {
    if (outcomes.isPresent() && !counter.isAlive()) {
      counter = Thread.ofVirtual().name("flags-router").start(() -> count(outcomes.get()));
    }
  }

  private void count(RouterOutcomes router) {
    try {
      router.tick();
      uncounted = false;
    } catch (IOException e) {
      if (!uncounted) {
        uncounted = true;
        LOG.log(Level.WARNING, "the router cannot be asked how flags fare: " + e.getMessage());
      }
    }
  }

  private void keep() {
    kept = clock.instant();
    readers.news().ifPresent(ledger::append);
  }

  /** The log has to be open still: who was seen lately is kept. */
  @Override
  public void close() {
    clockwork.interrupt();
    ofrep.close();
    keep();
  }
}
