package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantitiesTest {
  private static void duration(String text, Duration expected) {
    assertThat(Quantities.duration(text)).as(text).contains(expected);
  }

  @Test
  void durationsAreReadInEveryForm() {
    duration("200ms", Duration.ofMillis(200));
    duration("1.5s", Duration.ofMillis(1500));
    duration("5 minutes", Duration.ofMinutes(5));
    duration("1 hour", Duration.ofHours(1));
    duration("30 days", Duration.ofDays(30));
    duration("30d", Duration.ofDays(30));
    duration("1h30m", Duration.ofMinutes(90));
    duration("1 hour, 30 min", Duration.ofMinutes(90));
    duration("2 Weeks", Duration.ofDays(14));
    duration("250µs", Duration.ofNanos(250_000));
    duration("1 month", Duration.ofDays(30));
    duration("1 year", Duration.ofDays(365));
  }

  @Test
  void whatIsNoDurationIsNone() {
    for (String text :
        List.of(
            "", "soon", "10", "peak hour", "5 parsecs", "-5s", "s", "1h 30", "99999999999999y")) {
      assertThat(Quantities.duration(text)).as(text).isEmpty();
    }
  }

  @Test
  void percentagesMayHaveASign() {
    assertThat(Quantities.percentage("99.9%")).contains(99.9);
    assertThat(Quantities.percentage("5")).contains(5.0);
    assertThat(Quantities.percentage(" 5 % ")).contains(5.0);
    assertThat(Quantities.percentage("-5%")).contains(-5.0);
    assertThat(Quantities.percentage("many")).isEmpty();
    assertThat(Quantities.percentage("5%%")).isEmpty();
  }

  @Test
  void thresholdsKeepTheirComparison() {
    assertThat(Threshold.parse("> 1%")).isEqualTo(new Threshold(Threshold.Comparison.ABOVE, "1%"));
    assertThat(Threshold.parse("<=500ms"))
        .isEqualTo(new Threshold(Threshold.Comparison.AT_MOST, "500ms"));
    assertThat(Threshold.parse(" 99.9% "))
        .isEqualTo(new Threshold(Threshold.Comparison.NONE, "99.9%"));
  }

  @Test
  void cpuIsInThousandthsOfACore() {
    assertThat(Quantities.millicores("2 cores")).contains(2000L);
    assertThat(Quantities.millicores("500m")).contains(500L);
    assertThat(Quantities.millicores("0.5")).contains(500L);
    assertThat(Quantities.millicores("4 vCPU")).contains(4000L);
    assertThat(Quantities.millicores("fast")).isEmpty();
  }

  @Test
  void sizesAreDecimalOrBinaryAsTheySay() {
    assertThat(Quantities.bytes("4GB")).contains(4_000_000_000L);
    assertThat(Quantities.bytes("512Mi")).contains(512L << 20);
    assertThat(Quantities.bytes("1.5 GiB")).contains(3L << 29);
    assertThat(Quantities.bytes("100")).contains(100L);
    assertThat(Quantities.bytes("4 elephants")).isEmpty();
    assertThat(Quantities.bytes("99999999P")).isEmpty();
  }

  @Test
  void pricesHaveACurrencyAndAUnit() {
    assertThat(Quantities.money("$500/month"))
        .contains(new Money(new BigDecimal("500"), "USD", "month"));
    assertThat(Quantities.money("1,200.50 EUR per day"))
        .contains(new Money(new BigDecimal("1200.50"), "EUR", "day"));
    assertThat(Quantities.money("€5")).contains(new Money(new BigDecimal("5"), "EUR", ""));
    assertThat(Quantities.money("cheap")).isEmpty();
  }

  @Test
  void badQuantitiesInAPlaceAreErrorsThatNameTheForms() {
    Models.diagnostics(Models.instance("replicas ten"), "Q003@3:48");
    Models.diagnostics(Models.instance("replicas -1"), "Q003@3:48");
    Models.diagnostics(Models.instance("replicas 1.5"), "Q003@3:48");
    Models.diagnostics(Models.instance("cpu \"fast\""), "Q004@3:43");
    Models.diagnostics(Models.instance("memory \"4 elephants\""), "Q005@3:46");
    Models.diagnostics(Models.instance("traffic \"half\""), "Q002@3:47");
    Models.diagnostics(Models.instance("auto_rollback { enabled maybe }"), "Q006@3:63");
    Models.diagnostics(Models.instance("auto_rollback { trigger_time \"soon\" }"), "Q001@3:68");
    Models.diagnostics(Models.instance("auto_rollback { latency_p95 \"> slow\" }"), "Q001@3:67");
    assertThat(Models.only(Models.instance("auto_rollback { trigger_time \"soon\" }")).message())
        .contains("\"soon\"")
        .contains("5 minutes");
  }

  @Test
  void aThresholdThatRollsBackWhatIsGoodIsRefused() {
    Models.diagnostics(Models.instance("auto_rollback { error_rate \"< 1%\" }"), "Q007@3:66");
  }
}
