package dev.curtain.server.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.analysis.Tally;
import dev.curtain.model.Gate;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Windows;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import dev.curtain.router.Measures.TrackMeasures;
import dev.curtain.server.engine.Budgets;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SloBookTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
  private static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "API" {
          slo {
            availability { target "99.9%" window "7 days" }
            error_rate { target "< 1%" }
            latency { p95 "200ms" }
          }
        }
      }
      deployment P "P" {
        node EU "EU" { containerInstance Shop.API { traffic 60 version "v1" } }
        node US "US" {
          containerInstance Shop.API {
            traffic 40
            version "v1"
            slo { availability { target "99.5%" } }
          }
        }
      }
      """;

  @TempDir Path home;
  private EventLog log;
  private Ledger ledger;

  @BeforeEach
  void raise() {
    log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
    ledger = Ledger.over(log);
    ledger.append(
        new Entry.Raised(BEGIN, "shop.sruja", MODEL, "P"),
        new Entry.Declared(
            BEGIN,
            "Shop.API",
            Optional.of("v1"),
            List.of(track("eu", "P/EU"), track("us", "P/US"))));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static TrackSpec track(String name, String node) {
    return new TrackSpec(name, "Shop.API", "v1", node, 1, 50);
  }

  /** Of each track so many requests since the router's start, so many of them bad and slow. */
  private static Measures measures(Instant since, Instant at, long eu, long us, long badOfUs) {
    return new Measures(
        1,
        micros(since),
        micros(at),
        0,
        Map.of("eu", counts(eu, 0), "us", counts(us, badOfUs), "of another", counts(9_999, 9_999)),
        Map.of(),
        Measures.Details.NONE);
  }

  private static TrackMeasures counts(long n, long bad) {
    long[] latency = new long[LatencyCounts.bucketOf(900_000) + 1];
    latency[LatencyCounts.bucketOf(20_000)] = n - bad;
    latency[LatencyCounts.bucketOf(900_000)] = bad;
    return new TrackMeasures(n, n, bad, 0, 0, 0, new LatencyCounts(latency));
  }

  private static long micros(Instant at) {
    return at.toEpochMilli() * 1_000;
  }

  private static Instant minute(int number) {
    return BEGIN.plus(Duration.ofMinutes(number));
  }

  private static Tally all(SloBook book, String metric, boolean ofAPlace, int minute) {
    Promise promise =
        book.promises().stream()
            .filter(each -> each.metric().equals(metric) && each.node().isPresent() == ofAPlace)
            .findFirst()
            .orElseThrow();
    return book.window(promise, Duration.ofDays(7), minute(minute)).tally();
  }

  @Test
  void everyObjectiveOfTheModelIsAShareOfGoodRequests() {
    SloBook book = SloBook.over(log);
    book.look(ledger.world(), measures(BEGIN, minute(1), 10, 10, 0));
    assertThat(book.promises())
        .extracting(Promise::metric)
        .containsExactly("availability", "error_rate", "p95", "availability");
    assertThat(book.promises())
        .extracting(each -> each.objective().target())
        .containsExactly(0.999, 0.99, 0.95, 0.995);
    assertThat(book.promises().getFirst().objective().period()).isEqualTo(Duration.ofDays(7));
    assertThat(book.promises().getLast().node()).contains("P/US");
  }

  @Test
  void whatAPlaceDidCountsForItAndForTheWhole() {
    SloBook book = SloBook.over(log);
    book.look(ledger.world(), measures(BEGIN, minute(1), 100, 50, 5));
    book.look(ledger.world(), measures(BEGIN, minute(2), 200, 150, 7));
    assertThat(all(book, "availability", false, 2)).isEqualTo(new Tally(350, 7));
    assertThat(all(book, "availability", true, 2)).isEqualTo(new Tally(150, 7));
    assertThat(all(book, "p95", false, 2)).isEqualTo(new Tally(350, 7));
  }

  @Test
  void aControllerThatComesBackGoesOnWhereItWasWhileTheRouterWentOn() {
    SloBook book = SloBook.over(log);
    book.look(ledger.world(), measures(BEGIN, minute(1), 100, 0, 0));
    book.write(ledger::append);
    book.look(ledger.world(), measures(BEGIN, minute(2), 150, 0, 0));
    SloBook after = SloBook.over(log);
    after.look(ledger.world(), measures(BEGIN, minute(30), 400, 100, 10));
    assertThat(all(after, "availability", false, 30))
        .as("what was not written the router still knew")
        .isEqualTo(new Tally(500, 10));
  }

  @Test
  void aRouterThatBeganAnewCountsFromZero() {
    SloBook book = SloBook.over(log);
    book.look(ledger.world(), measures(BEGIN, minute(1), 100, 0, 0));
    book.look(ledger.world(), measures(minute(5), minute(6), 30, 0, 0));
    assertThat(all(book, "availability", false, 6)).isEqualTo(new Tally(130, 0));
    book.write(ledger::append);
    SloBook after = SloBook.over(log);
    after.look(ledger.world(), measures(minute(8), minute(9), 1, 0, 0));
    assertThat(all(after, "availability", false, 9)).isEqualTo(new Tally(131, 0));
  }

  @Test
  void countsThatComeLateAreNotCountedTwice() {
    SloBook book = SloBook.over(log);
    book.look(ledger.world(), measures(BEGIN, minute(2), 100, 0, 0));
    book.look(ledger.world(), measures(BEGIN, minute(1), 60, 0, 0));
    assertThat(all(book, "availability", false, 2)).isEqualTo(new Tally(100, 0));
  }

  @Test
  void what_a_version_spent_stays_spent_when_the_next_has_taken_over() {
    Gate.Budget gate = new Gate.Budget(99.9);
    SloBook book = SloBook.over(log);
    book.look(ledger.world(), measures(minute(0), minute(1), 500, 500, 5));
    assertThat(Budgets.answer(book, "Shop.API", gate, minute(1)).open()).isFalse();
    ledger.append(
        new Entry.Declared(
            minute(2),
            "Shop.API",
            Optional.of("v2"),
            List.of(new TrackSpec("next", "Shop.API", "v2", "P/EU", 1, 100))));
    Measures ofTheNext =
        new Measures(
            1,
            micros(minute(2)),
            micros(minute(3)),
            0,
            Map.of("next", counts(1_000, 0)),
            Map.of(),
            Measures.Details.NONE);
    book.look(ledger.world(), ofTheNext);
    Windows.Answer spent = Budgets.answer(book, "Shop.API", gate, minute(3));
    assertThat(spent.open()).isFalse();
    assertThat(spent.reason()).contains("the error budget is spent");
    Instant longAfter = minute(3).plus(Duration.ofDays(30)).minusSeconds(60);
    assertThat(Budgets.answer(book, "Shop.API", gate, longAfter).open())
        .as("a month later only what was good is in it")
        .isTrue();
  }
}
