package dev.curtain.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.curtain.model.Databases.Counter;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.server.metrics.CounterSeen.TrackErrors;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors of databases as the replicas of a service count them, by track. */
class CounterRecordTest {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final CounterRecord record =
      new CounterRecord(new Counter("db_errors_total", "/metrics"), WINDOW);

  @Test
  void what_was_counted_before_anybody_looked_is_left_out_and_what_is_new_counts_whole() {
    look(0, Map.of("old-1", 100.0));
    look(5, Map.of("old-1", 103.0, "new-1", 7.0));
    // One that counts less than before has begun anew.
    look(10, Map.of("old-1", 2.0, "new-1", 7.0));
    CounterSeen seen = record.seen(NOON.plusSeconds(10));
    assertThat(seen.tracks())
        .containsOnly(
            Map.entry("old", new TrackErrors(5, Optional.of(NOON.plusSeconds(10)))),
            Map.entry("new", new TrackErrors(7, Optional.of(NOON.plusSeconds(5)))));
    assertThat(seen.problem()).isEmpty();
    assertThat(seen.from()).contains(NOON);
  }

  @Test
  void what_is_older_than_the_window_is_let_go() {
    look(0, Map.of("old-1", 1.0));
    look(5, Map.of("old-1", 4.0));
    look(5 + WINDOW.toSeconds(), Map.of("old-1", 5.0));
    assertThat(record.seen(NOON.plusSeconds(5 + WINDOW.toSeconds())).tracks().get("old"))
        .extracting(TrackErrors::errors)
        .as("the look at the edge is within")
        .isEqualTo(4L);
    assertThat(record.seen(NOON.plusSeconds(6 + WINDOW.toSeconds())).tracks().get("old"))
        .extracting(TrackErrors::errors)
        .isEqualTo(1L);
    assertThat(record.seen(NOON.plus(WINDOW.multipliedBy(3))).from()).isEmpty();
  }

  @Test
  void replicas_that_do_not_answer_and_counters_that_nobody_serves_are_said() {
    record.saw(
        new CounterRecord.Look(
            NOON,
            Map.of("old-1", "old", "old-2", "old"),
            Map.of("old-1", OptionalDouble.of(3)),
            Map.of("old-2", "it answered 404")));
    assertThat(record.seen(NOON).problem())
        .contains("1 of 2 ready replicas gave nothing: it answered 404");
    record.saw(
        new CounterRecord.Look(
            NOON, Map.of("old-1", "old"), Map.of("old-1", OptionalDouble.empty()), Map.of()));
    assertThat(record.seen(NOON).problem().orElse(""))
        .contains("no replica serves db_errors_total at /metrics: taken for 0");
  }

  private void look(long second, Map<String, Double> values) {
    Map<String, String> tracks = new HashMap<>();
    Map<String, OptionalDouble> found = new HashMap<>();
    values.forEach((replica, value) -> {
      tracks.put(replica, replica.replaceFirst("-.*", ""));
      found.put(replica, OptionalDouble.of(value));
    });
    record.saw(new CounterRecord.Look(NOON.plusSeconds(second), tracks, found, Map.of()));
  }

  @Test
  @Timeout(120)
  void ready_replicas_are_asked_where_the_model_says() throws Exception {
    AtomicLong errors = new AtomicLong(40);
    HttpServer replica =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    replica.createContext(
        "/measures",
        exchange -> {
          byte[] body =
              ("db_errors_total{kind=\"timeout\"} " + errors.get() + "\n")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    replica.start();
    World world = world(replica.getAddress().getPort());
    try (DatabaseWatch watch =
        new DatabaseWatch(() -> world, Map.of(), InstantSource.system(), Duration.ofMillis(20))) {
      watch.start();
      awaitErrors(watch, 0);
      errors.addAndGet(3);
      awaitErrors(watch, 3);
    } finally {
      replica.stop(0);
    }
  }

  private static void awaitErrors(DatabaseWatch watch, long wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      Optional<TrackErrors> found =
          watch.counted("Shop.API").flatMap(each -> Optional.ofNullable(each.tracks().get("old")));
      if (found.filter(each -> each.errors() == wanted).isPresent()) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 60 s: " + watch.counted("Shop.API"));
      }
      // A look happens on a thread of its own.
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static World world(int port) {
    String model =
        """
        Shop = system "Shop" {
          API = container "API" { metrics "/measures" database_errors "db_errors_total" }
        }
        """;
    return World.EMPTY
        .after(new Entry.Raised(Instant.EPOCH, "/tmp/shop.sruja", model, "P"))
        .after(
            new Entry.ReplicaPlanned(
                Instant.EPOCH,
                "old",
                new ReplicaSpec(
                    "old-1",
                    "Shop.API",
                    "v1",
                    "N",
                    port,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of())))
        .after(new Entry.ReplicaIs(Instant.EPOCH, "Shop.API", "old-1", ReplicaStatus.READY, ""));
  }
}
