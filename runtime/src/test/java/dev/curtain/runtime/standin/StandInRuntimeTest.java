package dev.curtain.runtime.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime;
import dev.curtain.runtime.Runtime.Condition;
import dev.curtain.runtime.RuntimeContract;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandInRuntimeTest extends RuntimeContract {
  @Override
  protected Runtime open() {
    return with();
  }

  @Override
  protected Optional<String> run() {
    return Optional.empty();
  }

  @Test
  void it_is_not_ready_at_once_and_says_so_by_http() throws Exception {
    HeldAlarm alarm = new HeldAlarm();
    try (Runtime held = with(1, alarm)) {
      runtime = held;
      alarm.hold();
      ReplicaSpec spec = spec("api-1", "v1");
      runtime.start(spec);
      assertThat(runtime.condition(spec)).isEqualTo(Condition.NOT_READY);
      assertThat(get(spec, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(spec, "/orders").statusCode()).isEqualTo(503);
      alarm.ring();
      awaitCondition(spec, Condition.READY);
      assertThat(get(spec, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(spec, "/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_taken_port_is_a_failure_that_names_it() throws Exception {
    ReplicaSpec spec = spec("api-1", "v1");
    try (ServerSocket taken = new ServerSocket(spec.port(), 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> runtime.start(spec))
          .isInstanceOf(Runtime.StartFailure.class)
          .hasMessageContaining("api-1: cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("(expected: a free port)");
    }
    assertThat(runtime.running()).isEmpty();
  }

  @Test
  void two_hundred_replicas_live_side_by_side() throws Exception {
    List<ReplicaSpec> specs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ReplicaSpec spec = spec("api-" + i, "v1");
      runtime.start(spec);
      specs.add(spec);
    }
    specs.forEach(spec -> awaitCondition(spec, Condition.READY));
    for (ReplicaSpec spec : specs) {
      assertThat(get(spec, "/x").body()).contains('"' + spec.id() + '"');
    }
    assertThat(runtime.running()).hasSize(200);
  }

  @Test
  void an_injected_error_is_marked_and_only_the_faulty_version_has_it() throws Exception {
    try (Runtime faulty = with("Shop.API@v2:error_rate=100%")) {
      runtime = faulty;
      ReplicaSpec good = ready("api-1", "v1");
      ReplicaSpec bad = ready("api-2", "v2");
      assertThat(get(good, "/x").statusCode()).isEqualTo(200);
      HttpResponse<String> failed = get(bad, "/x");
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(failed.headers().firstValue(StandInRuntime.FAULT_HEADER)).contains("injected");
      assertThat(get(bad, "/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void an_unready_version_never_becomes_ready() throws Exception {
    try (Runtime faulty = with("Shop.API@v2:unready")) {
      runtime = faulty;
      ReplicaSpec spec = spec("api-2", "v2");
      faulty.start(spec);
      ready("api-1", "v1");
      ready("api-3", "v1");
      assertThat(faulty.condition(spec)).isEqualTo(Condition.NOT_READY);
      assertThat(get(spec, "/readyz").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void a_crash_comes_in_model_time_and_is_known_to_be_injected() throws Exception {
    HeldAlarm alarm = new HeldAlarm();
    try (StandInRuntime faulty = with(100, alarm, "Shop.API@v2:crash_after=30s")) {
      runtime = faulty;
      alarm.holdLongerThan(Duration.ofMillis(200));
      ReplicaSpec spec = ready("api-2", "v2");
      try (Socket open = new Socket("127.0.0.1", spec.port())) {
        ask(open, "/healthz");
        assertThat(answer(open)).startsWith("HTTP/1.1 200");
        assertThat(alarm.held()).as("a hundredth of 30 s").containsExactly(Duration.ofMillis(300));
        alarm.ring();
        assertThat(open.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(faulty.condition(spec)).isEqualTo(Condition.GONE);
      assertThat(faulty.crashes()).containsOnlyKeys("api-2");
      assertThat(faulty.running()).isEmpty();
    }
  }

  @Test
  void stopping_lets_a_request_finish_and_closes_what_idles() throws Exception {
    HeldAlarm alarm = new HeldAlarm();
    try (Runtime slow = with(1, alarm)) {
      runtime = slow;
      ReplicaSpec spec = ready("api-2", "v2");
      try (Socket idle = new Socket("127.0.0.1", spec.port());
          Socket busy = new Socket("127.0.0.1", spec.port())) {
        // An answer on each proves that both have been accepted.
        ask(idle, "/healthz");
        assertThat(answer(idle)).startsWith("HTTP/1.1 200");
        ask(busy, "/healthz");
        assertThat(answer(busy)).startsWith("HTTP/1.1 200");
        alarm.hold();
        // In one piece: who has seen the first has seen both.
        ask(busy, "/slow", "/slow");
        assertThat(alarm.held()).hasSize(1);
        Thread stopping = Thread.ofVirtual().start(() -> slow.stop("api-2", GRACE));
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
        assertThat(busy.getInputStream().available()).isZero();
        alarm.ring();
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(busy.getInputStream(), StandardCharsets.UTF_8));
        List<String> lines = answers.lines().toList();
        assertThat(lines).filteredOn(line -> line.equals("HTTP/1.1 200 OK")).hasSize(2);
        assertThat(lines).filteredOn(line -> line.equals("connection: close")).hasSize(1);
        stopping.join();
      }
      assertThat(slow.condition(spec)).isEqualTo(Condition.GONE);
    }
  }

  private ReplicaSpec ready(String id, String version) throws Exception {
    ReplicaSpec spec = spec(id, version);
    runtime.start(spec);
    awaitCondition(spec, Condition.READY);
    return spec;
  }

  private static void ask(Socket socket, String... paths) throws Exception {
    StringBuilder requests = new StringBuilder();
    for (String path : paths) {
      requests.append("GET ").append(path).append(" HTTP/1.1\r\nhost: a\r\n\r\n");
    }
    socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Whatever arrives first, which for answers this small is the whole one. */
  private static String answer(Socket socket) throws Exception {
    byte[] buffer = new byte[4096];
    int length = socket.getInputStream().read(buffer);
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  private static StandInRuntime with(String... faults) {
    return with(1, faults);
  }

  private static StandInRuntime with(double speed, String... faults) {
    return with(speed, new HeldAlarm(), faults);
  }

  private static StandInRuntime with(double speed, HeldAlarm alarm, String... faults) {
    return new StandInRuntime(
        1, speed, Arrays.stream(faults).map(Fault::parse).toList(), InstantSource.system(), alarm);
  }
}
