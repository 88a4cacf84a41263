package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Analysis.Missing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnalysisReaderTest {
  @Test
  void everyMetricMayBeHandledInItsOwnWay() {
    Analysis analysis =
        read(
            """
            analysis {
              alpha "2%" minimum_requests 200 warm_up "30s" log_errors "hold"
              error_rate { key true weight 3 }
              latency_p99 { dry_run true }
              refused {
                source "prometheus" url "http://prometheus:9090" every "10s"
                bad "sum(refused{version=\\"{version}\\"})" total "sum(orders{version=\\"{version}\\"})"
                bound "> 2%" on_no_data "abort" on_too_few "ignore" on_error "ignore"
              }
            }\
            """);
    assertThat(analysis.alpha()).contains(0.02);
    assertThat(analysis.minimumRequests()).contains(200);
    assertThat(analysis.warmUp()).contains(Duration.ofSeconds(30));
    assertThat(analysis.logErrors()).isEqualTo(Analysis.LogErrors.HOLD);
    assertThat(analysis.rule("error_rate").orElseThrow().key()).isTrue();
    assertThat(analysis.rule("error_rate").orElseThrow().weight()).isEqualTo(3);
    assertThat(analysis.rule("latency_p99").orElseThrow().dryRun()).isTrue();
    Analysis.Rule refused = analysis.rule("refused").orElseThrow();
    assertThat(refused.bound()).contains(0.02);
    assertThat(refused.onNoData()).isEqualTo(Missing.ABORT);
    assertThat(refused.onTooFew()).isEqualTo(Missing.IGNORE);
    assertThat(refused.onError()).isEqualTo(Missing.IGNORE);
    assertThat(refused.source())
        .contains(
            new Analysis.Source(
                Analysis.Kind.PROMETHEUS,
                "http://prometheus:9090",
                "sum(refused{version=\"{version}\"})",
                "sum(orders{version=\"{version}\"})",
                Duration.ofSeconds(10)));
  }

  @Test
  void whatIsNotSaidIsAsUsual() {
    assertThat(Models.service(Models.instance("replicas 1")).rollback().analysis())
        .isEqualTo(Analysis.NONE);
    Analysis.Rule rule =
        read("analysis { o { source \"replicas\" bad \"b_total\" total \"t_total\" } }")
            .rule("o")
            .orElseThrow();
    assertThat(rule.onNoData()).isEqualTo(Missing.WAIT);
    assertThat(rule.weight()).isEqualTo(1);
    assertThat(rule.source().orElseThrow().url()).isEqualTo("/metrics");
    assertThat(rule.source().orElseThrow().every()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void numbersPerIntervalAreJudgedByRank() {
    Analysis.Rule heap =
        read("""
        analysis {
          heap {
            method "mann-whitney" source "prometheus" url "http://prometheus:9090" every "15s"
            value "avg(heap_bytes{version=\\"{version}\\"})"
            harm "either" critical true allowed_increase 1.2 allowed_decrease 0.8
            confidence "99%" points 30 on_no_data "ignore"
          }
        }\
        """)
            .rule("heap")
            .orElseThrow();
    assertThat(heap.series())
        .contains(new Analysis.Series(Analysis.Harm.EITHER, true, 1.2, 0.8, 0.99, 30));
    assertThat(heap.source())
        .contains(
            new Analysis.Source(
                Analysis.Kind.PROMETHEUS,
                "http://prometheus:9090",
                "",
                "",
                Duration.ofSeconds(15),
                "avg(heap_bytes{version=\"{version}\"})"));
    assertThat(heap.onNoData()).isEqualTo(Missing.IGNORE);
    assertThat(
            read("analysis { q { method \"mann-whitney\" source \"replicas\" value \"queue\" } }")
                .rule("q")
                .orElseThrow()
                .series())
        .contains(new Analysis.Series(Analysis.Harm.INCREASE, false, 1, 1, 0.98, 20));
  }

  @Test
  void slipsOfSeriesAreErrors() {
    assertSlip("analysis { q { method \"median\" source \"replicas\" bad \"b\" total \"t\" } }");
    assertSlip("analysis { q { method \"mann-whitney\" } }");
    assertSlip("analysis { q { source \"process\" value \"memory\" } }");
    assertSlip("analysis { q { method \"mann-whitney\" source \"process\" value \"luck\" } }");
    assertSlip("analysis { q { method \"mann-whitney\" source \"replicas\" } }");
    assertSlip("analysis { q { source \"replicas\" bad \"b\" total \"t\" value \"v\" } }");
    for (String more :
        new String[] {
          "bound \"1%\"",
          "weight 2",
          "harm \"down\"",
          "confidence \"40%\"",
          "allowed_increase 0.5",
          "allowed_decrease 2",
          "critical true dry_run true",
          "on_no_data \"abort\""
        }) {
      assertSlip(
          "analysis { q { method \"mann-whitney\" source \"replicas\" value \"v\" "
              + more
              + " } }");
    }
  }

  @Test
  void slipsAreErrors() {
    assertSlip("analysis { error_rate { on_no_data \"explode\" } }");
    assertSlip("analysis { error_rate { on_error \"abort\" } }");
    assertSlip("analysis { error_rate { key true dry_run true } }");
    assertSlip("analysis { error_rate { weight 0 } }");
    assertSlip("analysis { error_rate { weight \"much\" } }");
    assertSlip("analysis { alpha \"0%\" }");
    assertSlip("analysis { log_errors \"shout\" }");
    assertSlip("analysis { orders { bound \"1%\" } }");
    assertSlip("analysis { orders { source \"graphite\" } }");
    assertSlip("analysis { orders { source \"http\" url \"x\" bad \"a\" total \"b\" } }");
    assertSlip("analysis { orders { source \"http\" url \"http://x\" bad \"a\" } }");
    assertSlip("auto_rollback { profile \"brave\" }");
  }

  @Test
  void aProfileIsReadByName() {
    assertThat(
            Models.service(Models.instance("auto_rollback { profile \"guide\" }"))
                .rollback()
                .profile())
        .contains("guide");
  }

  private static void assertSlip(String property) {
    assertThat(Models.only(Models.instance(property)).code()).as(property).isEqualTo("Q008");
  }

  private static Analysis read(String property) {
    return Models.service(Models.instance(property)).rollback().analysis();
  }
}
