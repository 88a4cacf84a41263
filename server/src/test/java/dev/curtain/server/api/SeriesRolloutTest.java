package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.curtain.analysis.Block;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.document.ExplainDocument;
import dev.curtain.server.document.ExplainDocument.SeriesArithmetic;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import dev.curtain.server.world.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A rollout judged by what an HTTP server says that speaks as Prometheus does. */
@Timeout(90)
class SeriesRolloutTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "Shop API" { } }
      deployment Production "Production" {
        node Here "Here" {
          containerInstance Shop.API {
            version "v1"
            replicas 1
            canary { steps [50, 100] }
            auto_rollback { error_rate "> 5%%" trigger_time "20 seconds" }
            analysis {
              heap {
                method "mann-whitney" source "prometheus" url "%s" every "1s"
                value "avg(heap_megabytes{version=\\"{version}\\"})"
                critical true points 5 allowed_increase 1.2
              }
            }
          }
        }
      }
      """;

  @TempDir Path home;
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer prometheus = prometheus();

  @AfterEach
  void close() {
    prometheus.stop(0);
  }

  @Test
  void a_heap_that_is_larger_puts_the_version_back_and_the_verdict_can_be_recomputed()
      throws Exception {
    String url = "http://127.0.0.1:" + prometheus.getAddress().getPort();
    try (Backstage backstage =
            Backstage.raise(home, "shop.sruja", MODEL.formatted(url), Pace.REAL);
        ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}));
        ApiClient client = new ApiClient(URI.create(server.url()), Optional.empty());
        SyntheticUsers _ = SyntheticUsers.start(load(backstage))) {
      JsonNode planned =
          new Wire(server.port())
              .get("/api/v1/plan?service=Shop.API&version=v2")
              .json()
              .at("/rollouts/0/series/0");
      assertThat(planned.path("metric").stringValue()).isEqualTo("heap");
      assertThat(planned.path("critical").booleanValue()).isTrue();
      String id = client.deploy("Shop.API", "v2", Optional.empty()).id();
      backstage.await(id, Phase.ROLLED_BACK);
      assertThat(client.show(id).rollout().reason())
          .startsWith("heap is High at 5 points of each side");

      ExplainDocument explained = client.explain(id);
      assertThat(explained.same()).isTrue();
      assertThat(explained.decision()).isEqualTo("abort");
      assertThat(explained.metric()).isEqualTo("heap");
      SeriesArithmetic heap = explained.series().getFirst();
      assertThat(heap.classification()).isEqualTo("High");
      assertThat(heap.effect()).isGreaterThan(1.4);
      assertThat(heap.looks()).isOne();

      RolloutState ended =
          Optional.ofNullable(backstage.engine.ledger().world().rollouts().get(id)).orElseThrow();
      List<Entry> about = new ArrayList<>(backstage.engine.ledger().log().about(id));
      assertThat(ExplainDocument.of(ended, about).same()).isTrue();
      about.replaceAll(SeriesRolloutTest::smaller);
      assertThat(ExplainDocument.of(ended, about).same())
          .as("numbers that were changed afterwards, the verdict left as it was")
          .isFalse();
    }
  }

  /** The candidate's heap is as large as the other's, and the verdict stays as it was recorded. */
  private static Entry smaller(Entry entry) {
    if (entry instanceof Entry.Moved moved
        && moved.event() instanceof RolloutEvent.Measured measured
        && measured.block().points().get("heap") instanceof Block.Point point) {
      Block same =
          new Block(
              measured.block().metrics(),
              measured.block().errors(),
              Map.of("heap", new Block.Point(point.baseline(), point.baseline())));
      return new Entry.Moved(
          moved.rollout(),
          new RolloutEvent.Measured(measured.at(), same, measured.judged()),
          moved.notes());
    }
    return entry;
  }

  private static Load load(Backstage backstage) {
    return Load.of(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), backstage.router.port()),
        List.of(new Load.Target("shop.api.localhost", "/", 1)),
        100,
        50,
        1);
  }

  private HttpServer prometheus() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext(
          "/api/v1/query",
          exchange -> {
            String query =
                URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            double heap = (query.contains("\"v2\"") ? 150 : 100) + asked.incrementAndGet() % 7;
            byte[] body =
                """
                {"status":"success","data":{"resultType":"vector","result":[
                  {"metric":{},"value":[1700000000.5,"%s"]}]}}\
                """
                    .formatted(heap)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      http.start();
      return http;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
