package dev.curtain.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.curtain.analysis.Block;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Analysis.Kind;
import dev.curtain.model.Analysis.Source;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Usage;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real HTTP servers that speak as Prometheus, as anybody's JSON, and as replicas do. */
class SourcesTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final String VECTOR =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}";

  private final Map<String, Usage> usage = new ConcurrentHashMap<>();
  private final Sources sources = new Sources(id -> Optional.ofNullable(usage.get(id)));
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private volatile Function<String, Reply> answers = _ -> new Reply(404, "");

  /** A question is one request for each side; to Prometheus it is two. */
  private volatile int requestsOfAQuestion = 2;

  // What is counted moves on between two questions and never within one; of the server's thread.
  private Function<String, Reply> answering = answers;
  private int leftOfTheQuestion;

  private final HttpServer server = serve();

  private record Reply(int status, String body) {}

  @AfterEach
  void close() {
    sources.close();
    server.stop(0);
  }

  @Test
  void two_queries_to_prometheus_become_tallies_of_both_sides() {
    Source source = prometheus();
    answers = query -> counted(query, 1000, 10, 50, 1);
    await(source, block -> block.metrics().containsKey("orders"));
    answers = query -> counted(query, 1400, 13, 90, 7);
    Block.Sides all = new Block.Sides(Tally.NONE, Tally.NONE);
    while (all.candidate().bad() < 6 || all.baseline().n() < 400) {
      Block next = await(source, each -> each.metrics().containsKey("orders"));
      Block.Sides more = Optional.ofNullable(next.metrics().get("orders")).orElseThrow();
      all =
          new Block.Sides(
              all.baseline().plus(more.baseline()), all.candidate().plus(more.candidate()));
    }
    assertThat(all).isEqualTo(new Block.Sides(new Tally(400, 3), new Tally(40, 6)));
    assertThat(asked).anyMatch(query -> query.contains("refused{version=\"v2\",rollout=\"r-1\"}"));
  }

  @Test
  void a_provider_that_is_out_is_written_down_with_its_words_and_taken_back() {
    Source source = prometheus();
    answers = _ -> new Reply(503, "");
    assertThat(await(source, block -> block.errors().containsKey("orders")).errors().get("orders"))
        .contains("/api/v1/query answered 503");
    answers = _ -> new Reply(200, "{\"status\":\"error\",\"error\":\"parse error\"}");
    await(source, block -> block.errors().getOrDefault("orders", "").contains("parse error"));
    answers = _ -> new Reply(200, "<html>");
    await(source, block -> block.errors().getOrDefault("orders", "").contains("not JSON"));
    answers = _ -> sample(10, 1);
    Block back = await(source, block -> block.metrics().containsKey("orders"));
    assertThat(back.errors()).isEmpty();
  }

  @Test
  void an_empty_answer_is_no_data_and_no_error() {
    answers = _ -> new Reply(200, VECTOR.formatted(""));
    Block block = await(prometheus(), each -> each.metrics().containsKey("orders"));
    assertThat(block.metrics().get("orders")).isEqualTo(new Block.Sides(Tally.NONE, Tally.NONE));
    assertThat(block.errors()).isEmpty();
  }

  @Test
  void a_nobody_at_the_address_is_an_error_too() {
    server.stop(0);
    assertThat(await(prometheus(), block -> !block.errors().isEmpty()).errors().get("orders"))
        .contains("cannot be reached");
  }

  @Test
  void two_paths_into_a_document() {
    Source source =
        new Source(
            Kind.HTTP, url() + "/stats", "by['{version}'].bad", "by['{version}'].all", OFTEN);
    answers =
        _ ->
            new Reply(200, "{\"by\":{\"v1\":{\"bad\":1,\"all\":10},\"v2\":{\"bad\":0,\"all\":5}}}");
    await(source, block -> block.metrics().containsKey("orders"));
    answers =
        _ ->
            new Reply(200, "{\"by\":{\"v1\":{\"bad\":2,\"all\":30},\"v2\":{\"bad\":3,\"all\":9}}}");
    Block block = await(source, each -> sides(each).n() > 0);
    assertThat(block.metrics().get("orders"))
        .isEqualTo(new Block.Sides(new Tally(20, 1), new Tally(4, 3)));
  }

  @Test
  void counters_are_scraped_from_every_ready_replica() {
    Source source =
        new Source(
            Kind.REPLICAS, "/metrics", "refused_total{why=\"stock\"}", "orders_total", OFTEN);
    answers =
        _ ->
            new Reply(
                200,
                """
                # TYPE orders_total counter
                orders_total{pay="card"} 7
                orders_total{pay="cash"} 3
                orders_total_created 1
                refused_total{why="stock",pay="card"} 1
                refused_total{why="fraud"} 5
                """);
    await(source, block -> block.metrics().containsKey("orders"));
    answers = _ -> new Reply(200, "orders_total 20\nrefused_total{why=\"stock\"} 4 1700000000\n");
    Block block = await(source, each -> sides(each).n() > 0);
    assertThat(block.metrics().get("orders"))
        .isEqualTo(new Block.Sides(new Tally(10, 3), new Tally(10, 3)));
  }

  @Test
  void one_query_to_prometheus_gives_the_numbers_of_both_sides() {
    Source source = series(Kind.PROMETHEUS, url(), "avg(heap{version=\"{version}\"})");
    answers = query -> sample(query.contains("\"v1\"") ? -2.5 : 7, 1);
    assertThat(point(source)).isEqualTo(new Block.Point(Optional.of(-2.5), Optional.of(7.0)));
    answers = query -> query.contains("\"v1\"") ? sample(1, 1) : sample(Double.NaN, 1);
    await(source, block -> pointOf(block).candidate().isEmpty());
    answers = _ -> new Reply(200, VECTOR.formatted("{\"value\":[1,\"1\"]},{\"value\":[1,\"2\"]}"));
    await(source, block -> block.errors().getOrDefault("orders", "").contains("gives 2 numbers"));
    answers = _ -> new Reply(200, VECTOR.formatted(""));
    Block nothing = await(source, block -> pointOf(block).baseline().isEmpty());
    assertThat(nothing.points())
        .containsEntry("orders", new Block.Point(Optional.empty(), Optional.empty()));
    assertThat(nothing.errors()).isEmpty();
  }

  @Test
  void numbers_are_read_from_a_document_and_averaged_over_replicas() {
    answers = _ -> new Reply(200, "{\"by\":{\"v1\":-1.5,\"v2\":3}}");
    assertThat(point(series(Kind.HTTP, url() + "/stats", "by['{version}']")))
        .isEqualTo(new Block.Point(Optional.of(-1.5), Optional.of(3.0)));
    answers = _ -> new Reply(200, "heap{area=\"old\"} 2e3\nheap{area=\"new\"} 5\nempty NaN\n");
    assertThat(point(series(Kind.REPLICAS, "/metrics", "heap")))
        .isEqualTo(new Block.Point(Optional.of(2005.0), Optional.of(2005.0)));
    assertThat(point(series(Kind.REPLICAS, "/metrics", "empty")))
        .isEqualTo(new Block.Point(Optional.empty(), Optional.empty()));
  }

  @Test
  void what_processes_take_is_a_number_too_and_nobody_who_can_tell_is_an_error() {
    usage.put("old-1", new Usage(64, 12, 30));
    Source memory = series(Kind.PROCESS, "", "memory");
    await(memory, block -> block.errors().getOrDefault("orders", "").contains("new-1: nobody"));
    usage.put("new-1", new Usage(96, 14, 31));
    assertThat(point(memory)).isEqualTo(new Block.Point(Optional.of(64.0), Optional.of(96.0)));
    assertThat(point(series(Kind.PROCESS, "", "threads")))
        .isEqualTo(new Block.Point(Optional.of(12.0), Optional.of(14.0)));
    assertThat(point(series(Kind.PROCESS, "", "files")))
        .isEqualTo(new Block.Point(Optional.of(30.0), Optional.of(31.0)));
  }

  /** Numbers are taken as they are: there is nothing that two requests have to agree on. */
  private Source series(Kind kind, String url, String value) {
    requestsOfAQuestion = 1;
    return new Source(kind, url, "", "", OFTEN, value);
  }

  /** Each source is one rollout's own: nothing is left of the one before. */
  private Block.Point point(Source source) {
    sources.retain(List.of());
    return pointOf(await(source, block -> block.points().containsKey("orders")));
  }

  private static Block.Point pointOf(Block block) {
    return block
        .points()
        .getOrDefault("orders", new Block.Point(Optional.of(Double.NaN), Optional.of(Double.NaN)));
  }

  private static Tally sides(Block block) {
    Block.Sides sides = block.metrics().get("orders");
    return sides == null ? Tally.NONE : sides.candidate();
  }

  private Block await(Source source, Predicate<Block> until) {
    RolloutState rollout = RolloutState.planned(spec(source));
    Block last = new Block(Map.of());
    for (long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        System.nanoTime() < end; ) {
      Block block = sources.join(rollout, world(), new Block(Map.of()));
      if (block.metrics().size() + block.errors().size() + block.points().size() > 0
          && until.test(block)) {
        return block;
      }
      last = block;
      // The next beat: answers come on threads of their own.
      LockSupport.parkNanos(5_000_000);
    }
    throw new AssertionError(
        "nothing came within 60 s; the last block: " + last + "; asked: " + asked);
  }

  private Source prometheus() {
    requestsOfAQuestion = 4;
    return new Source(
        Kind.PROMETHEUS,
        url(),
        "sum(refused{version=\"{version}\",rollout=\"{deployment_id}\"})",
        "sum(orders{version=\"{version}\"})",
        OFTEN);
  }

  private static Reply counted(String query, int orders0, int refused0, int orders1, int refused1) {
    boolean old = query.contains("version=\"v1\"");
    return query.contains("refused")
        ? sample(old ? refused0 : refused1, 1)
        : sample(old ? orders0 : orders1, 1);
  }

  private static Reply sample(double value, int times) {
    String sample = "{\"metric\":{},\"value\":[1700000000.5,\"" + value * times + "\"]}";
    return new Reply(200, VECTOR.formatted(sample));
  }

  private static RolloutSpec spec(Source source) {
    Metric metric = new Metric("orders", Optional.of(0.01), 0, "were refused");
    return new RolloutSpec(
        "r-1",
        "Shop.API",
        Optional.of("v1"),
        "v2",
        "canary",
        List.of(new TrackSpec("old", "Shop.API", "v1", "N", 1, 100)),
        List.of(new TrackSpec("new", "Shop.API", "v2", "N", 1, 100)),
        List.of(),
        true,
        new JudgePolicy(0.01, List.of(metric), 0),
        List.of(),
        List.of(),
        Optional.empty(),
        Map.of("orders", source));
  }

  private World world() {
    World world = World.EMPTY;
    for (String track : List.of("old", "new")) {
      ReplicaSpec replica =
          new ReplicaSpec(
              track + "-1",
              "Shop.API",
              "v",
              "N",
              server.getAddress().getPort(),
              Optional.empty(),
              Optional.empty(),
              Map.of());
      world =
          world
              .after(new Entry.ReplicaPlanned(Instant.EPOCH, track, replica))
              .after(
                  new Entry.ReplicaIs(
                      Instant.EPOCH, "Shop.API", track + "-1", ReplicaStatus.READY, ""));
    }
    return world;
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Reply reply(String query) {
    if (leftOfTheQuestion == 0) {
      answering = answers;
      leftOfTheQuestion = requestsOfAQuestion;
    }
    Reply reply = answering.apply(query);
    // What is refused is not asked any further.
    leftOfTheQuestion = reply.status() == 200 ? leftOfTheQuestion - 1 : 0;
    return reply;
  }

  private HttpServer serve() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext(
          "/",
          exchange -> {
            String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                    .map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8))
                    .orElse("");
            asked.add(query);
            Reply reply = reply(query);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
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
