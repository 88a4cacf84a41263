package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.curtain.language.SyntaxTree;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime.Condition;
import dev.curtain.runtime.process.ProcessRuntime;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import dev.curtain.server.traffic.TrafficReport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example shop as its model tells it: real processes, raised by the process runtime. */
class ShopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SHOP =
      Path.of(System.getProperty("curtain.root", "..")).resolve("examples/shop").toAbsolutePath();

  @Test
  void its_model_says_what_is_to_be_run_and_how_it_may_change() throws Exception {
    Service api = api();
    assertThat(api.version()).contains("v1");
    assertThat(api.strategy()).isEqualTo(new Strategy.Canary(List.of(10.0, 50.0, 100.0)));
    assertThat(api.rollback().errorRate()).contains(0.01);
    assertThat(api.rollback().triggerTime()).contains(Duration.ofSeconds(10));
    assertThat(api.launch().ready()).contains("/readyz");
    assertThat(api.launch().run().orElseThrow()).contains("{version}").contains("{port}");
  }

  @Test
  void its_versions_run_and_the_bad_one_fails_a_fifth_of_all_orders(@TempDir Path home)
      throws Exception {
    assumeThat(SHOP.resolve("target/shop-api-v3.jar"))
        .as("built by the package phase of examples/shop")
        .exists();
    try (ProcessRuntime runtime = new ProcessRuntime(home, SHOP)) {
      try {
        TrafficReport good = serve(runtime, "v1");
        assertThat(good.failures()).isEmpty();
        assertThat(serve(runtime, "v2").failures()).isEmpty();
        TrafficReport bad = serve(runtime, "v3");
        assertThat(bad.failed() / (double) bad.requests()).isBetween(0.08, 0.36);
      } finally {
        runtime.running().forEach(id -> runtime.stop(id, Duration.ofSeconds(5)));
      }
    }
  }

  /** Starts one replica of a version, sends it some hundred orders, stops it. */
  private static TrafficReport serve(ProcessRuntime runtime, String version) throws Exception {
    Service api = api();
    ReplicaSpec spec =
        new ReplicaSpec(
            "shop-" + version,
            api.element(),
            version,
            "Local/Machine",
            new FreePorts(new SplittableRandom()).next(),
            api.launch().run(),
            api.launch().ready(),
            Map.of());
    runtime.start(spec);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> runtime.condition(spec), condition -> condition == Condition.READY);
    URI orders = URI.create("http://127.0.0.1:" + spec.port() + "/orders/12");
    try (SyntheticUsers users = SyntheticUsers.start(Load.of(orders, 20, 300, 1))) {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(users::snapshot, so -> so.requests() >= 200);
      TrafficReport report = users.stop();
      runtime.stop(spec.id(), Duration.ofSeconds(5));
      assertThat(runtime.condition(spec)).isEqualTo(Condition.GONE);
      return report;
    }
  }

  private static Service api() throws Exception {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(Files.readString(SHOP.resolve("shop.sruja")));
    Resolution resolution = ModelReader.resolve(parsed.tree(), parsed.diagnostics());
    assertThat(resolution.diagnostics()).isEmpty();
    return resolution.model().deployments().getFirst().services().getFirst();
  }
}
