package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Service;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Route;
import dev.curtain.router.RouteTable;
import dev.curtain.router.Router;
import dev.curtain.router.RouterOptions;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.standin.StandInRuntime;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who answers where nobody is ready: whoever is to go and has not gone yet. */
class LastResortTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" }
      deployment P "P" {
        node Box "Box" { containerInstance Shop.API { version "v1" replicas 1 } }
      }
      """;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.EPOCH;
  private static final Deployment DEPLOYMENT =
      ModelReader.read(MODEL).model().deployments().getFirst();
  private static final Service SERVICE = DEPLOYMENT.services().getFirst();
  private static final String PATH = SERVICE.element();
  private static final TrackSpec TRACK =
      Planner.tracks(SERVICE, SERVICE.placements(), "v1", "0").getFirst();

  private static List<Entry> declared() {
    return List.of(
        new Entry.Raised(NOW, "shop.sruja", MODEL, DEPLOYMENT.id()),
        new Entry.Declared(NOW, PATH, Optional.of("v1"), List.of(TRACK)),
        new Entry.Wanted(NOW, PATH, Map.of(TRACK.name(), 1)));
  }

  private static Entry planned(String id, int port) {
    return new Entry.ReplicaPlanned(
        NOW,
        TRACK.name(),
        new ReplicaSpec(
            id, PATH, "v1", TRACK.node(), port, Optional.empty(), Optional.empty(), Map.of()));
  }

  private static Entry is(String id, ReplicaStatus status) {
    return new Entry.ReplicaIs(NOW, PATH, id, status, "");
  }

  private static World world(Entry... entries) {
    World world = World.EMPTY;
    for (Entry entry : declared()) {
      world = world.after(entry);
    }
    for (Entry entry : entries) {
      world = world.after(entry);
    }
    return world;
  }

  private static RouteTable table(World world, long epoch) {
    return Tables.table(
        world,
        epoch,
        Map.of(PATH, SERVICE),
        Map.of(PATH, Address.of(SERVICE, DEPLOYMENT.services())));
  }

  private static List<String> backends(World world) {
    return table(world, 1).routes().stream()
        .flatMap(route -> route.tracks().stream())
        .flatMap(track -> track.backends().stream())
        .map(Route.Backend::id)
        .toList();
  }

  @Test
  void whoeverIsToGoAnswersWhereNobodyIsReady() {
    World going =
        world(planned("r0", 1), is("r0", ReplicaStatus.READY), is("r0", ReplicaStatus.DRAINING));
    assertThat(backends(going)).containsExactly("r0");
    assertThat(table(going, 1).routes().getFirst().tracks().getFirst().weight())
        .isEqualTo(Route.WHOLE);
    World starting = going.after(planned("r1", 2));
    assertThat(backends(starting)).containsExactly("r0");
    World there = starting.after(is("r1", ReplicaStatus.READY));
    assertThat(backends(there)).as("somebody else can").containsExactly("r1");
    assertThat(backends(there.after(is("r1", ReplicaStatus.LOST)))).containsExactly("r0");
  }

  @Test
  void whoeverNeverWasReadyIsNoResort() {
    assertThat(backends(world(planned("r0", 1), is("r0", ReplicaStatus.DRAINING)))).isEmpty();
  }

  @Test
  void whereNothingIsWantedTheLastMayGo() {
    World none =
        world(planned("r0", 1), is("r0", ReplicaStatus.READY), is("r0", ReplicaStatus.DRAINING))
            .after(new Entry.Wanted(NOW, PATH, Map.of(TRACK.name(), 0)));
    assertThat(backends(none)).isEmpty();
  }

  @TempDir private Path home;

  @Test
  void whoeverWasStoppedWithoutBeingWrittenDownIsInNoTableOfTheNextController() throws Exception {
    FreePorts ports = new FreePorts(new SplittableRandom());
    try (EventLog log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
        Router router = Router.onLoopback(RouterOptions.DEFAULT);
        StandInRuntime runtime = new StandInRuntime(1, 1, List.of(), InstantSource.system())) {
      Ledger ledger = Ledger.over(log);
      ledger.append(declared().toArray(Entry[]::new));
      try (Publisher publisher = new Publisher(ledger, router, LastResortTest::table, _ -> {})) {
        publisher.start(0);
        Replicas replicas =
            new Replicas(ledger, runtime, new Looks(router), publisher, InstantSource.system());
        started(ledger, replicas, "r0", ports.next());
        started(ledger, replicas, "r1", ports.next());
        ledger.append(is("r0", ReplicaStatus.DRAINING), is("r1", ReplicaStatus.DRAINING));
        runtime.stop("r0", Duration.ZERO);
        assertThat(backends(ledger.world())).as("on record").containsExactly("r0", "r1");
        replicas.lookAtWhoLeaves();
        assertThat(backends(ledger.world())).containsExactly("r1");
      }
    }
  }

  @Test
  void aReplicaThatIsToGoIsNotStoppedBeforeAnotherOneAnswersUsers() throws Exception {
    FreePorts ports = new FreePorts(new SplittableRandom());
    try (EventLog log = EventLog.open(home.resolve("events.db"), EventLog.Durability.PROCESS);
        Router router = Router.onLoopback(RouterOptions.DEFAULT);
        StandInRuntime runtime = new StandInRuntime(1, 1, List.of(), InstantSource.system())) {
      Ledger ledger = Ledger.over(log);
      ledger.append(declared().toArray(Entry[]::new));
      try (Publisher publisher = new Publisher(ledger, router, LastResortTest::table, _ -> {})) {
        publisher.start(0);
        Replicas replicas =
            new Replicas(ledger, runtime, new Looks(router), publisher, InstantSource.system());
        ReplicaState old = started(ledger, replicas, "r0", ports.next());
        ledger.append(is("r0", ReplicaStatus.DRAINING));
        FutureTask<Boolean> drained =
            new FutureTask<>(() -> {
              replicas.drain(old, Duration.ofMillis(100));
              return true;
            });
        Thread.ofVirtual().start(drained);
        awaitRecall(publisher, "r0");
        assertThat(status(router)).isEqualTo(200);
        assertThat(drained.state()).isEqualTo(Future.State.RUNNING);
        started(ledger, replicas, "r1", ports.next());
        assertThat(drained.get()).isTrue();
        assertThat(ledger.world().replicas()).containsOnlyKeys("r1");
        assertThat(runtime.running()).containsExactly("r1");
        assertThat(status(router)).isEqualTo(200);
      }
    }
  }

  /** The publisher tells nobody when it makes a table. */
  private static void awaitRecall(Publisher publisher, String replica) {
    long begun = System.nanoTime();
    while (!publisher.cameBack(replica)) {
      assertThat(System.nanoTime() - begun).as(replica).isLessThan(PATIENCE.toNanos());
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static ReplicaState started(Ledger ledger, Replicas replicas, String id, int port)
      throws InterruptedException {
    ledger.append(planned(id, port));
    ReplicaState replica = Optional.ofNullable(ledger.world().replicas().get(id)).orElseThrow();
    assertThat(replicas.start(replica).ready()).isTrue();
    return Optional.ofNullable(ledger.world().replicas().get(id)).orElseThrow();
  }

  private static int status(Router router) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.port() + "/")).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
