package dev.curtain.server.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.flags.Answer;
import dev.curtain.flags.Context;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Switching;
import dev.curtain.flags.change.Target;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import dev.curtain.router.Measures.TrackMeasures;
import dev.curtain.router.Measures.WatchMeasures;
import dev.curtain.router.Route;
import dev.curtain.router.RoutePolicy;
import dev.curtain.router.RouteTable;
import dev.curtain.router.Router;
import dev.curtain.router.RouterOptions;
import dev.curtain.server.flags.FlagStore.Cause;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flag is judged by what the router counts; its application reports nothing. */
class RouterOutcomesTest {
  private static final String FLAG = "new-checkout";
  private static final int USERS = 100;

  @TempDir Path dir;
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private EventLog log;
  private Ledger ledger;
  private FlagStore store;

  @BeforeEach
  void open() throws Exception {
    log = EventLog.open(dir.resolve("events.db"), EventLog.Durability.PROCESS);
    ledger = Ledger.over(log);
    store = FlagStore.over(ledger, () -> now);
    create(FLAG, Map.of("service", "Shop.API"));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void create(String name, Map<String, String> more) throws FlagRefused {
    Map<String, String> said = new HashMap<>(more);
    said.putAll(Map.of("category", "release", "owner", "shop", "remove_by", "2027-03-01"));
    store.change(
        name,
        Cause.of("set", "ann", ""),
        _ ->
            Optional.of(
                FlagTerms.apply(
                    Optional.empty(),
                    said,
                    new FlagTerms.Who("ann", ""),
                    LocalDate.parse("2026-11-21"))));
  }

  private void letOut(String name, String... steps) throws FlagRefused {
    store.changeKnown(
        name,
        Cause.of("rollout", "ann", ""),
        flag ->
            FlagRollouts.begin(
                flag,
                new FlagRollouts.Wanted(
                    Optional.empty(),
                    List.of(steps),
                    Duration.ofSeconds(10),
                    0.02,
                    0.01,
                    50,
                    "ann",
                    "router"),
                now));
  }

  private Trials trials() {
    return new Trials(ledger, store, () -> now, _ -> Optional.empty());
  }

  private boolean meets(String user) {
    return store.current().flags().evaluate(FLAG, Context.of(user), now.getEpochSecond())
            instanceof Answer.Resolved resolved
        && resolved.variant().equals("on");
  }

  /** A real router before a service that has the flag. */
  private final class Shop implements Counting, AutoCloseable {
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final HttpServer service;
    private final Router router = Router.onLoopback(RouterOptions.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private final boolean harmful;
    private List<RoutePolicy.Watch> watches = List.of();
    private long epoch;

    Shop(boolean harmful) throws IOException {
      this.harmful = harmful;
      service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      service.createContext("/", this::answer);
      service.start();
      watch(Map.of()).join();
    }

    /** Under the variant every other request of a user fails, if it does harm. */
    private void answer(HttpExchange exchange) throws IOException {
      String user = exchange.getRequestHeaders().getFirst("x-user-id");
      int times = asked.computeIfAbsent(user, _ -> new AtomicInteger()).incrementAndGet();
      boolean fails = harmful && meets(user) && times % 2 == 0;
      exchange.sendResponseHeaders(fails ? 500 : 200, -1);
      exchange.close();
    }

    @Override
    public CompletableFuture<Measures> watch(Map<String, List<RoutePolicy.Watch>> shares) {
      watches = shares.getOrDefault("Shop.API", List.of());
      Route.Backend backend = new Route.Backend("r", "127.0.0.1", service.getAddress().getPort());
      Route route =
          new Route(
                  "Shop.API",
                  Optional.empty(),
                  "/",
                  "salt",
                  List.of(
                      new Route.Track("t", "v1", Route.WHOLE, List.of(backend), Optional.empty())))
              .withPolicy(RoutePolicy.NONE.withWatches(watches));
      try {
        return CompletableFuture.completedFuture(
            router.apply(new RouteTable(++epoch, List.of(route))));
      } catch (IOException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public Measures measures() throws IOException {
      return router.measures();
    }

    void useEverybodyOnce() throws Exception {
      List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.port() + "/"))
                .header("x-user-id", "user-" + i)
                .build();
        answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.discarding()));
      }
      for (CompletableFuture<HttpResponse<Void>> answer : answers) {
        answer.get();
      }
    }

    @Override
    public void close() throws IOException {
      client.close();
      router.close();
      service.stop(0);
    }
  }

  /** Until it is out, off, or has had so many seconds. */
  private void play(Shop shop, Trials trials, int seconds) throws Exception {
    RouterOutcomes outcomes = new RouterOutcomes(store, shop, trials::count);
    store.listen(_ -> outcomes.follow());
    outcomes.follow();
    for (int second = 0;
        second < seconds && FlagRollout.of(store.flag(FLAG)).isPresent();
        second++) {
      outcomes.tick();
      shop.useEverybodyOnce();
      now = now.plusSeconds(1);
      outcomes.tick();
      trials.tick();
    }
  }

  @Test
  void a_variant_that_makes_requests_fail_is_turned_off_though_nobody_reports_it()
      throws Exception {
    try (Shop shop = new Shop(true)) {
      letOut(FLAG, "30", "100");
      play(shop, trials(), 120);
      assertThat(store.history(FLAG).getLast().who()).isEqualTo("judge");
      assertThat(store.history(FLAG).getLast().action()).isEqualTo("off");
      assertThat(meets("user-1")).isFalse();
      assertThat(shop.watches).as("nothing is counted apart any more").isEmpty();
    }
  }

  @Test
  void a_harmless_one_goes_on_and_what_clients_report_does_not_count() throws Exception {
    try (Shop shop = new Shop(false)) {
      letOut(FLAG, "30", "60", "100");
      Trials trials = trials();
      trials.report(new Outcome(FLAG, "on", 1000, 1000, Optional.empty()));
      // What is slow is known after 1 000 requests without the variant, 70 of them a second.
      play(shop, trials, 24);
      assertThat(store.history(FLAG).getLast().action()).isEqualTo("expose 60 %");
      assertThat(shop.watches)
          .containsExactly(new RoutePolicy.Watch(FLAG, "exposure/" + FLAG, 60_000));
      assertThat(trials.verdict(FLAG).orElseThrow().candidate().bad()).isZero();
      store.changeKnown(
          FLAG,
          Cause.of("off", "ann", ""),
          flag ->
              Switching.off(
                  flag,
                  Optional.of(Target.of("customer=acme")),
                  Optional.empty(),
                  Optional.empty()));
      assertThat(shop.watches).isEmpty();
      now = now.plusSeconds(60);
      trials.tick();
      assertThat(trials.waits(FLAG).orElseThrow())
          .isEqualTo(
              "the router cannot tell who meets it: a denial decides beside the user's key"
                  + " (expected: nothing but a share of users)");
    }
  }

  @Test
  void what_the_router_cannot_tell_is_refused_with_the_reason() throws Exception {
    assertThat(catchThrowableOfType(FlagRefused.class, () -> letOut(FLAG, "ring=early", "100")))
        .hasMessageContaining("steps: ring=early,100 (expected: shares only");
    create("nobodys", Map.of());
    assertThat(catchThrowableOfType(FlagRefused.class, () -> letOut("nobodys", "10", "100")))
        .hasMessageContaining("it does not say which service reads it");
    create("by-customer", Map.of("service", "Shop.API"));
    store.changeKnown(
        "by-customer",
        Cause.of("edit", "ann", ""),
        flag -> {
          Map<String, Value> fields = new HashMap<>(flag.values());
          fields.put(
              "exposure",
              new Value.Fields(Map.of("variant", Value.of("on"), "by", Value.of("customer"))));
          return new Value.Fields(fields);
        });
    assertThat(catchThrowableOfType(FlagRefused.class, () -> letOut("by-customer", "10", "100")))
        .hasMessageContaining("a share by customer decides beside the user's key");
  }

  @Test
  void slow_is_what_hardly_any_request_without_the_variant_was() throws Exception {
    letOut(FLAG, "30", "100");
    Map<String, Block.Sides> latest = new HashMap<>();
    List<Measures> looks =
        List.of(
            watched(side(0, 0), side(0, 0)),
            watched(side(100, 10_000), side(1_000, 10_000)),
            watched(side(200, 20_000), side(1_500, 10_000)));
    AtomicInteger look = new AtomicInteger();
    Counting counting =
        new Counting() {
          @Override
          public CompletableFuture<Measures> watch(Map<String, List<RoutePolicy.Watch>> shares) {
            return CompletableFuture.completedFuture(looks.getFirst());
          }

          @Override
          public Measures measures() {
            return looks.get(look.incrementAndGet());
          }
        };
    RouterOutcomes outcomes = new RouterOutcomes(store, counting, (_, seen) -> latest.putAll(seen));
    outcomes.tick();
    outcomes.tick();
    assertThat(latest.get(Trial.ERRORS))
        .isEqualTo(new Block.Sides(new Tally(1_000, 0), new Tally(100, 0)));
    assertThat(latest.get(Trial.LATENCY)).isEqualTo(new Block.Sides(Tally.NONE, Tally.NONE));
    outcomes.tick();
    assertThat(latest.get(Trial.LATENCY))
        .isEqualTo(new Block.Sides(new Tally(500, 0), new Tally(100, 100)));
  }

  private static Measures watched(TrackMeasures inside, TrackMeasures outside) {
    return new Measures(
        1,
        0,
        0,
        0,
        Map.of(),
        Map.of(),
        new Measures.Details(
            Map.of(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Map.of(FLAG, new WatchMeasures(inside, outside)))));
  }

  /** The first hundred of a side took 10 ms, whatever the later ones took. */
  private static TrackMeasures side(int requests, long micros) {
    long[] counts = new long[LatencyCounts.bucketOf(20_000) + 1];
    int early = Math.min(requests, 100);
    counts[LatencyCounts.bucketOf(10_000)] += early;
    counts[LatencyCounts.bucketOf(micros)] += requests - early;
    return new TrackMeasures(requests, requests, 0, 0, 0, 0, new LatencyCounts(counts));
  }
}
