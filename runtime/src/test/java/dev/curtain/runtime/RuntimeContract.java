package dev.curtain.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.runtime.Runtime.Condition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every kind of place where replicas live. */
public abstract class RuntimeContract {
  protected static final Duration GRACE = Duration.ofSeconds(5);
  private static final FreePorts PORTS = new FreePorts(new SplittableRandom());

  protected final HttpClient http = HttpClient.newHttpClient();
  protected Runtime runtime;

  /** The runtime under test; asked for again, one that finds what the first left. */
  protected abstract Runtime open() throws Exception;

  /** Command line of a service that answers /readyz; empty for stand-ins. */
  protected abstract Optional<String> run();

  @BeforeEach
  void openRuntime() throws Exception {
    runtime = open();
  }

  @AfterEach
  void endEverything() {
    runtime.running().forEach(id -> runtime.stop(id, GRACE));
    runtime.close();
    http.close();
  }

  @Test
  void a_started_replica_becomes_ready_and_answers_on_its_port() throws Exception {
    ReplicaSpec spec = spec("shop-api-1", "v1");
    Replica replica = runtime.start(spec);
    assertThat(replica).isEqualTo(new Replica("shop-api-1", "127.0.0.1", spec.port()));
    awaitCondition(spec, Condition.READY);
    assertThat(get(spec, "/orders/1").statusCode()).isEqualTo(200);
    assertThat(get(spec, "/orders/1").body()).contains("v1").contains("shop-api-1");
  }

  @Test
  void starting_again_under_the_same_id_finds_the_running_replica() throws Exception {
    ReplicaSpec spec = spec("shop-api-1", "v1");
    Replica first = runtime.start(spec);
    awaitCondition(spec, Condition.READY);
    assertThat(runtime.start(spec)).isEqualTo(first);
    assertThat(runtime.condition(spec)).isEqualTo(Condition.READY);
    assertThat(runtime.running()).containsExactly("shop-api-1");
  }

  @Test
  void what_runs_is_listed_until_it_is_stopped() throws Exception {
    ReplicaSpec one = spec("shop-api-1", "v1");
    ReplicaSpec two = spec("shop-api-2", "v2");
    runtime.start(one);
    runtime.start(two);
    assertThat(runtime.running()).containsExactlyInAnyOrder("shop-api-1", "shop-api-2");
    runtime.stop("shop-api-1", GRACE);
    assertThat(runtime.running()).containsExactly("shop-api-2");
    assertThat(runtime.condition(one)).isEqualTo(Condition.GONE);
    assertThat(FreePorts.isFree(one.port())).isTrue();
  }

  @Test
  void a_replica_that_was_stopped_can_be_started_again() throws Exception {
    ReplicaSpec spec = spec("shop-api-1", "v1");
    runtime.start(spec);
    awaitCondition(spec, Condition.READY);
    runtime.stop(spec.id(), GRACE);
    runtime.start(spec);
    awaitCondition(spec, Condition.READY);
  }

  @Test
  void stopping_what_does_not_run_changes_nothing() throws Exception {
    runtime.stop("never-started", GRACE);
    ReplicaSpec spec = spec("shop-api-1", "v1");
    runtime.start(spec);
    runtime.stop(spec.id(), GRACE);
    runtime.stop(spec.id(), GRACE);
    assertThat(runtime.running()).isEmpty();
  }

  @Test
  void what_was_never_started_is_gone() throws Exception {
    assertThat(runtime.condition(spec("never-started", "v1"))).isEqualTo(Condition.GONE);
  }

  protected final ReplicaSpec spec(String id, String version) throws IOException {
    return new ReplicaSpec(
        id,
        "Shop.API",
        version,
        "Local/Node",
        PORTS.next(),
        run(),
        Optional.of("/readyz"),
        Map.of());
  }

  protected final HttpResponse<String> get(ReplicaSpec spec, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + spec.port() + path)).build(),
        BodyHandlers.ofString());
  }

  protected final void awaitCondition(ReplicaSpec spec, Condition wanted) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Condition last = runtime.condition(spec);
    while (last != wanted) {
      assertThat(System.nanoTime()).as("%s is %s, not %s", spec, last, wanted).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
      last = runtime.condition(spec);
    }
  }
}
