package dev.curtain.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.server.traffic.Load.Target;
import dev.curtain.server.traffic.TrafficReport.TrackTraffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SyntheticUsersTest {
  private static final int RATE = 1000;

  @Test
  void requests_are_counted_by_track_with_their_distinct_users() throws IOException {
    TrafficReport report =
        run(
            (head, _) ->
                ScriptedServer.ok(
                    "X-Curtain-Track: " + (head.contains("u-000001\n") ? "v2" : "v1") + "\r\n"),
            load -> load,
            so -> so.requests() >= 500);
    assertThat(report.failed()).isZero();
    assertThat(report.inFlight()).isZero();
    assertThat(report.retried()).isZero();
    assertThat(report.statuses()).isEqualTo(Map.of(200, report.requests()));
    assertThat(report.tracks()).containsOnlyKeys("v1", "v2");
    assertThat(track(report, "v1").users()).isEqualTo(9);
    assertThat(track(report, "v2").users()).isEqualTo(1);
    assertThat(track(report, "v1").requests() + track(report, "v2").requests())
        .isEqualTo(report.requests());
    assertThat(report.latency().total()).isEqualTo(report.requests());
    assertThat(report.seconds().stream().mapToLong(TrafficReport.Second::requests).sum())
        .isEqualTo(report.requests());
  }

  @Test
  void arrivals_come_at_the_rate_asked_for() throws IOException {
    // Those that were due while the machine was busy with something else come at once afterwards.
    TrafficReport report =
        run(
            (_, _) -> ScriptedServer.ok(""),
            load -> load,
            so -> so.requests() >= 1000 && perSecond(so) > RATE * 0.85);
    // Four standard deviations of a Poisson count of 1000.
    assertThat(perSecond(report)).isLessThan(RATE * 1.15);
  }

  private static double perSecond(TrafficReport report) {
    return report.requests() / (report.elapsed().toNanos() / 1e9);
  }

  @Test
  void failures_that_are_marked_are_told_from_those_that_are_not() throws IOException {
    TrafficReport report =
        run(
            (head, _) ->
                head.contains("u-000001")
                    ? "HTTP/1.1 500 No\r\nx-curtain-fault: injected\r\ncontent-length: 0\r\n\r\n"
                    : head.contains("u-000002")
                        ? "HTTP/1.1 503 No\r\nx-curtain-track: v1\r\ncontent-length: 0\r\n\r\n"
                        : ScriptedServer.ok(""),
            load -> load,
            so -> so.failed() >= 50 && so.failedNotInjected() >= 5);
    long marked = report.statuses().getOrDefault(500, 0L);
    long others = report.statuses().getOrDefault(503, 0L);
    assertThat(report.failed()).isEqualTo(marked + others);
    assertThat(report.failedNotInjected()).isEqualTo(others);
    assertThat(track(report, "v1").failedNotInjected()).isEqualTo(others);
    assertThat(report.failures())
        .allSatisfy(failure -> {
          assertThat(failure.kind()).isEqualTo(Failure.Kind.STATUS);
          assertThat(failure.detail()).isEqualTo("status 503");
          assertThat(failure.marked()).isFalse();
        });
  }

  @Test
  void the_caller_may_know_better_what_was_asked_for() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer((_, _) -> "HTTP/1.1 502 No\r\ncontent-length: 0\r\n\r\n")) {
      SyntheticUsers users =
          SyntheticUsers.start(
              load(server.address()), failure -> failure.status() == 502, InstantSource.system());
      await(users, so -> so.failed() >= 10);
      assertThat(users.stop().failedNotInjected()).isZero();
    }
  }

  @Test
  void every_way_to_end_an_answer_is_understood() throws IOException {
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 20; i++) {
      answers.add(
          "HTTP/1.1 200 OK\r\n"
              + "transfer-encoding: chunked\r\n\r\n"
              + "2\r\n"
              + "ok\r\n"
              + "3;x=y\r\n"
              + "abc\r\n"
              + "0\r\n"
              + "a: b\r\n\r\n");
      answers.add("HTTP/1.1 204 Nothing\r\n\r\n");
      answers.add("HTTP/1.1 200 OK\r\n\r\nuntil the end" + ScriptedServer.CLOSE);
      answers.add("HTTP/1.1 100 Continue\r\n\r\n" + ScriptedServer.ok(""));
      answers.add(
          "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
              + ScriptedServer.CLOSE);
      answers.add("HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n" + ScriptedServer.CLOSE);
    }
    TrafficReport report =
        run(
            (_, _) -> {
              String answer = answers.poll();
              return answer == null ? ScriptedServer.ok("") : answer;
            },
            load -> load,
            so -> so.requests() >= 200);
    assertThat(report.failures()).isEmpty();
    assertThat(report.retried()).isZero();
    assertThat(report.statuses()).containsEntry(204, 20L);
  }

  @Test
  void a_truncated_answer_is_a_broken_request() throws IOException {
    TrafficReport report =
        run(
            (_, _) -> "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort" + ScriptedServer.CLOSE,
            load -> load,
            so -> so.failed() >= 20);
    assertThat(report.failedNotInjected()).isEqualTo(report.requests());
    assertThat(report.failures())
        .allSatisfy(failure -> {
          assertThat(failure.kind()).isEqualTo(Failure.Kind.BROKEN);
          assertThat(failure.detail()).contains("before its 100 bytes");
        });
  }

  @Test
  void a_kept_connection_that_was_closed_meanwhile_is_replaced_once() throws IOException {
    TrafficReport report =
        run(
            (_, nth) -> nth == 1 ? ScriptedServer.ok("") : ScriptedServer.CLOSE,
            load -> load,
            so -> so.retried() >= 20);
    assertThat(report.failures()).isEmpty();
    assertThat(report.requests()).isEqualTo(report.statuses().get(200));
  }

  @Test
  void nobody_listening_is_told_as_such() throws IOException {
    // Bound and not listened on: nobody else can have this port meanwhile.
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SyntheticUsers users =
          SyntheticUsers.start(load((InetSocketAddress) nobody.getLocalSocketAddress()));
      await(users, so -> so.failed() >= 5);
      assertThat(users.stop().failures())
          .allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.NO_CONNECTION);
            assertThat(failure.detail()).contains("refused");
          });
    }
  }

  @Test
  void silence_is_a_timeout() throws IOException {
    // So few that all are connected, also where nobody gets to accept them for a while.
    TrafficReport report =
        run(
            (_, _) -> "",
            load ->
                Load.of(load.address(), load.targets(), 10, 20, 1)
                    .withTimeout(Duration.ofSeconds(1)),
            so -> so.failed() >= 5);
    assertThat(report.failures())
        .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.TIMEOUT));
  }

  @Test
  void stopping_waits_for_the_answers_that_are_due() throws Exception {
    CountDownLatch asked = new CountDownLatch(3);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer((_, _) -> {
          asked.countDown();
          mayAnswer.await();
          return ScriptedServer.ok("");
        })) {
      SyntheticUsers users = SyntheticUsers.start(load(server.address()));
      asked.await();
      Thread stopping = Thread.ofVirtual().start(users::stop);
      assertThat(users.snapshot().inFlight()).isGreaterThanOrEqualTo(3);
      mayAnswer.countDown();
      stopping.join();
      TrafficReport report = users.stop();
      assertThat(report.requests()).isGreaterThanOrEqualTo(3);
      assertThat(report.inFlight()).isZero();
      assertThat(report.failed()).isZero();
    }
  }

  @Test
  void each_request_says_who_asks_and_from_where() throws IOException {
    Queue<String> heads = new ConcurrentLinkedQueue<>();
    run(
        (head, _) -> {
          heads.add(head);
          return ScriptedServer.ok("");
        },
        load -> load.withRegions(Map.of("eu", 1.0)),
        so -> so.requests() >= 20);
    assertThat(heads)
        .allSatisfy(head ->
            assertThat(head)
                .matches(
                    "GET /orders/1 HTTP/1.1\nhost: shop\ncookie: curtain_user=u-0000[01]\\d\n"
                        + "x-curtain-region: eu\n"));
  }

  @Test
  void only_plain_http_urls_are_taken() {
    assertThat(Load.of(URI.create("http://127.0.0.1:8080/a?b=c"), 1, 1, 1).targets())
        .containsExactly(new Target("127.0.0.1:8080", "/a?b=c", 1));
    assertThat(Load.of(URI.create("http://localhost"), 1, 1, 1).address().getPort()).isEqualTo(80);
    assertThatThrownBy(() -> Load.of(URI.create("https://a/"), 1, 1, 1))
        .hasMessageContaining("url: https://a/ (expected: http://HOST");
    assertThatThrownBy(() -> Load.of(URI.create("http://a/"), 0, 1, 1))
        .hasMessage("users: 0 (expected: above 0)");
  }

  private static Load load(InetSocketAddress address) {
    return Load.of(address, List.of(new Target("shop", "/orders/1", 1)), 10, RATE, 1);
  }

  private static TrackTraffic track(TrafficReport report, String name) {
    TrackTraffic track = report.tracks().get(name);
    if (track == null) {
      throw new AssertionError(name + " not among " + report.tracks().keySet());
    }
    return track;
  }

  private interface Change {
    Load of(Load load);
  }

  private static TrafficReport run(
      ScriptedServer.Script script, Change change, Predicate<TrafficReport> enough)
      throws IOException {
    try (ScriptedServer server = new ScriptedServer(script)) {
      SyntheticUsers users = SyntheticUsers.start(change.of(load(server.address())));
      await(users, enough);
      return users.stop();
    }
  }

  private static void await(SyntheticUsers users, Predicate<TrafficReport> enough) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!enough.test(users.snapshot())) {
      assertThat(System.nanoTime()).as("%s", users.snapshot()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
