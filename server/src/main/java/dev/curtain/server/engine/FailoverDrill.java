package dev.curtain.server.engine;

import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Words;
import dev.curtain.router.Measures;
import dev.curtain.router.RouterControl;
import dev.curtain.server.world.Away;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ServiceState;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One failover carried out on purpose, under whatever traffic there is. */
final class FailoverDrill {
  /** Who asks for it, in the log. */
  private static final String WHO = "drill";

  private static final Duration AWAY_FOR = Duration.ofSeconds(2);
  private static final Duration RETURNED_WITHIN = Duration.ofMinutes(1);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Engine engine;
  private final Ledger ledger;
  private final RouterControl router;
  private final InstantSource clock;
  private final String service;
  private final Duration objective;
  private final Measures before;
  private final long begun = System.nanoTime();

  FailoverDrill(
      Engine engine,
      Ledger ledger,
      RouterControl router,
      InstantSource clock,
      String service,
      Duration objective,
      Measures before) {
    this.engine = engine;
    this.ledger = ledger;
    this.router = router;
    this.clock = clock;
    this.service = service;
    this.objective = objective;
    this.before = before;
  }

  void begin(String region, Consumer<String> trouble) throws Refused {
    CompletableFuture<Away> gone =
        engine.failovers().leave(service, region, false, WHO, "a failover is drilled");
    Thread.ofVirtual()
        .name("failover drill of " + service)
        .start(() -> {
          try {
            carryOut(gone);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IOException | Refused e) {
            trouble.accept("the failover drill of " + service + ": " + e.getMessage());
          }
        });
  }

  private void carryOut(CompletableFuture<Away> gone)
      throws InterruptedException, IOException, Refused {
    @Nullable Away away = null;
    String why = "";
    try {
      away = gone.get();
    } catch (ExecutionException e) {
      why = String.valueOf(Optional.ofNullable(e.getCause()).orElse(e).getMessage());
    }
    long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    if (away == null) {
      keep(millis, 0, 0, false, "it did not come to a failover: " + why);
      return;
    }
    Measures without = router.measures();
    Thread.sleep(AWAY_FOR);
    Measures after = router.measures();
    long strayed = started(tracks(away), without, after);
    bringBack();
    Measures end = router.measures();
    List<TrackSpec> all = state().tracks();
    long requests = started(all, before, end);
    long lost =
        all.stream()
            .mapToLong(
                track -> end.track(track.name()).broken() - before.track(track.name()).broken())
            .sum();
    boolean held = millis <= objective.toMillis() && lost == 0 && strayed == 0;
    keep(
        millis,
        requests,
        lost,
        held,
        "the others carried "
            + away.region()
            + " after "
            + millis
            + " ms (objective "
            + Words.duration(objective)
            + "), "
            + requests
            + " requests meanwhile, "
            + lost
            + " lost, "
            + strayed
            + " met the region while it was left out");
  }

  private void bringBack() throws InterruptedException, Refused {
    long deadline = System.nanoTime() + RETURNED_WITHIN.toNanos();
    while (true) {
      try {
        engine.failovers().comeBack(service, WHO, "the drill is over").get();
        return;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the publisher only completes or is cancelled", e);
      } catch (Refused e) {
        // A replica of the region fell meanwhile and is being replaced.
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(AGAIN);
      }
    }
  }

  private ServiceState state() {
    return Optional.ofNullable(ledger.world().services().get(service)).orElseThrow();
  }

  private List<TrackSpec> tracks(Away away) {
    return state().tracks().stream().filter(track -> away.nodes().contains(track.node())).toList();
  }

  private static long started(List<TrackSpec> tracks, Measures from, Measures to) {
    return tracks.stream()
        .mapToLong(track -> to.track(track.name()).started() - from.track(track.name()).started())
        .sum();
  }

  private void keep(long millis, long requests, long lost, boolean held, String words) {
    ledger.append(
        new Entry.Drilled(
            clock.instant(),
            service,
            "failover",
            millis,
            objective.toMillis(),
            requests,
            lost,
            held,
            words));
  }

  /** A drill whose controller died leaves no evidence, and no region out. */
  static void endAbandoned(Engine engine, Ledger ledger, Consumer<String> trouble) {
    for (ServiceState state : ledger.world().services().values()) {
      boolean drilled = state.away().filter(away -> away.who().equals(WHO)).isPresent();
      if (drilled) {
        try {
          engine.failovers().comeBack(state.path(), WHO, "its controller ended");
        } catch (Refused e) {
          trouble.accept(e.getMessage() + "; curtain failover " + state.path() + " --back");
        }
      }
    }
  }
}
