package dev.curtain.server.slo;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.SystemModel;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Measures;
import dev.curtain.router.Measures.TrackMeasures;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Entry.Counted.Count;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the router counted for each objective, from the log's beginning to the last look. A router
 * that outlives the controller is taken up where it was left; one that began anew counts from zero.
 */
public final class SloBook {
  private static final Count NOTHING = new Count(0, 0, 0, 0);

  private final Map<String, Series> series = new HashMap<>();
  private final Map<String, Count> totals = new HashMap<>();
  private final Map<String, Count> unwritten = new HashMap<>();
  private List<Promise> promises = List.of();
  private Entry.@Nullable Raised of;
  private long router;
  private Instant looked = Instant.EPOCH;
  private Instant written = Instant.EPOCH;

  /** With what the log has. */
  public static SloBook over(EventLog log) {
    SloBook book = new SloBook();
    for (Entry entry : log.about(Entry.Counted.SUBJECT)) {
      if (entry instanceof Entry.Counted counted) {
        book.take(counted);
      }
    }
    return book;
  }

  private void take(Entry.Counted counted) {
    router = counted.router();
    looked = counted.at();
    written = counted.at();
    counted
        .counts()
        .forEach((key, count) -> {
          of(key).add(counted.from(), counted.at(), count.n(), count.bad());
          totals.put(key, count);
        });
  }

  private Series of(String key) {
    return series.computeIfAbsent(key, _ -> new Series());
  }

  /** Takes what was counted since the last look. */
  public synchronized void look(World world, Measures measures) {
    promises(world);
    // The router's own time: of two who look at once, the later counts are the later look.
    Instant now = instant(measures.atMicros());
    if (!now.isAfter(looked)) {
      return;
    }
    boolean same = measures.sinceMicros() == router;
    Instant began = instant(measures.sinceMicros());
    Instant from = same || began.isBefore(looked) ? looked : began;
    Map<String, Promise> counted = new HashMap<>();
    promises.forEach(promise -> counted.put(promise.key(), promise));
    for (String service : world.services().keySet()) {
      counted.put(Promise.uptime(service).key(), Promise.uptime(service));
    }
    for (Map.Entry<String, Promise> each : counted.entrySet()) {
      String key = each.getKey();
      Promise promise = each.getValue();
      Count before = same ? totals.getOrDefault(key, NOTHING) : NOTHING;
      Count total = total(promise, world, measures);
      long n = Math.max(0, total.totalN() - before.totalN());
      long bad = Math.clamp(total.totalBad() - before.totalBad(), 0, n);
      of(key).add(from, now, n, bad);
      totals.put(key, total);
      Count kept = unwritten.getOrDefault(key, NOTHING);
      unwritten.put(
          key, new Count(kept.n() + n, kept.bad() + bad, total.totalN(), total.totalBad()));
    }
    router = measures.sinceMicros();
    looked = now;
    if (written.equals(Instant.EPOCH)) {
      written = from;
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private void promises(World world) {
    Entry.@Nullable Raised raised = world.raised().orElse(null);
    if (!Objects.equals(raised, of)) {
      of = raised;
      promises = raised == null ? List.of() : read(raised);
    }
  }

  private static List<Promise> read(Entry.Raised raised) {
    SystemModel model = ModelReader.read(raised.text()).model();
    Optional<Deployment> deployment =
        model.deployments().stream()
            .filter(each -> each.id().equals(raised.deployment()))
            .findFirst();
    return deployment.map(each -> Promise.of(model, each)).orElse(List.of());
  }

  /** Every track of the service that the router has counted, whatever its version. */
  private static Count total(Promise promise, World world, Measures measures) {
    long n = 0;
    long bad = 0;
    for (Map.Entry<String, TrackMeasures> each : measures.tracks().entrySet()) {
      TrackSpec track = world.tracks().get(each.getKey());
      TrackMeasures counts = each.getValue();
      if (track == null || !promise.isAbout(track)) {
        continue;
      }
      if (promise.boundMicros().isPresent()) {
        n += counts.latency().total();
        bad += counts.latency().atOrAbove(promise.boundMicros().getAsLong());
      } else {
        n += counts.judged();
        bad += counts.failed();
      }
    }
    return new Count(0, 0, n, bad);
  }

  /** Gives what the looks since the last time have counted; nothing where there was nothing. */
  synchronized void write(Consumer<Entry.Counted> log) {
    if (unwritten.values().stream().anyMatch(count -> count.n() > 0)) {
      log.accept(new Entry.Counted(looked, written, router, unwritten));
      unwritten.clear();
      written = looked;
    }
  }

  /** The objectives of what is raised. */
  public synchronized List<Promise> promises() {
    return promises;
  }

  /** What was counted for an objective in the last {@code length}. */
  public synchronized Window window(Promise promise, Duration length, Instant now) {
    return of(promise.key()).window(length, now);
  }

  /** How many requests of a service there were in the last {@code length}, and how many failed. */
  public synchronized Window uptime(String service, Duration length, Instant now) {
    return of(Promise.uptime(service).key()).window(length, now);
  }

  /** Since when an objective is measured; empty: it is not. */
  public synchronized Optional<Instant> since(Promise promise) {
    return of(promise.key()).since();
  }
}
