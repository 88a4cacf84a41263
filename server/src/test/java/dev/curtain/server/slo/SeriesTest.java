package dev.curtain.server.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.analysis.Tally;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  private static Instant at(long seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  @Test
  void aWindowHasWhatWasCountedInItAndSaysHowMuchOfItWasMeasured() {
    Series series = new Series();
    for (int i = 0; i < 60; i++) {
      series.add(at(10 * i), at(10 * i + 10), 100, i < 30 ? 10 : 0);
    }
    Window five = series.window(Duration.ofMinutes(5), at(600));
    assertThat(five.tally()).isEqualTo(new Tally(3_000, 0));
    assertThat(five.covered()).isEqualTo(Duration.ofMinutes(5));
    Window hour = series.window(Duration.ofHours(1), at(600));
    assertThat(hour.tally()).isEqualTo(new Tally(6_000, 300));
    assertThat(hour.covered()).as("there is no more").isEqualTo(Duration.ofMinutes(10));
    assertThat(series.window(Duration.ofMinutes(5), at(10_000)).tally().n()).isZero();
    assertThat(series.size()).as("minutes, not looks").isEqualTo(10);
  }

  @Test
  void aStretchThatBeginsBeforeTheWindowCountsByThePartThatLiesInIt() {
    Series series = new Series();
    series.add(at(0), at(3_600), 1_000, 100);
    assertThat(series.window(Duration.ofMinutes(15), at(3_600)).tally())
        .isEqualTo(new Tally(250, 25));
  }

  @Test
  void aGapIsNotMeasured() {
    Series series = new Series();
    series.add(at(0), at(60), 10, 0);
    series.add(at(600), at(660), 10, 10);
    Window all = series.window(Duration.ofHours(1), at(660));
    assertThat(all.tally()).isEqualTo(new Tally(20, 10));
    assertThat(all.covered()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aYearTakesLittleRoomAndLosesNothing() {
    Series series = new Series();
    int minutes = 60 * 24 * 50;
    for (int i = 0; i < minutes; i++) {
      series.add(at(60L * i), at(60L * i + 60), 7, i % 100 == 0 ? 1 : 0);
    }
    Instant now = at(60L * minutes);
    assertThat(series.size()).isLessThan(2_000);
    assertThat(series.window(Duration.ofDays(50), now).tally())
        .isEqualTo(new Tally(7L * minutes, minutes / 100));
    assertThat(series.window(Duration.ofHours(1), now).tally().n()).isEqualTo(7 * 60);
    assertThat(series.since()).contains(BEGIN);
  }

  @Test
  void whatIsOlderThanAYearIsForgotten() {
    Series series = new Series();
    series.add(at(0), at(60), 10, 0);
    Instant later = BEGIN.plus(Duration.ofDays(500));
    series.add(later, later.plusSeconds(60), 5, 0);
    assertThat(series.since()).contains(later);
  }
}
