package dev.curtain.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime;
import dev.curtain.runtime.Runtime.Condition;
import dev.curtain.runtime.RuntimeContract;
import dev.curtain.runtime.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessRuntimeTest extends RuntimeContract {
  @TempDir private Path home;

  @Override
  protected ProcessRuntime open() throws IOException {
    return new ProcessRuntime(home, Path.of("").toAbsolutePath());
  }

  @Override
  protected Optional<String> run() {
    return Optional.of(service(""));
  }

  @Test
  void a_replica_outlives_its_controller_and_is_found_by_the_next() throws Exception {
    ReplicaSpec spec = spec("api-1", "v1");
    Process controller =
        new ProcessBuilder(
                java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Controller.class.getName(),
                home.toString(),
                spec.id(),
                Integer.toString(spec.port()),
                service(""))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(controller.inputReader().readLine()).isEqualTo("started");
    } finally {
      controller.destroyForcibly().waitFor();
    }
    awaitCondition(spec, Condition.READY);
    String pid = pidOf(spec);
    assertThat(runtime.running()).containsExactly("api-1");
    runtime.start(spec);
    assertThat(pidOf(spec)).isEqualTo(pid);
    runtime.stop("api-1", GRACE);
    assertThat(runtime.condition(spec)).isEqualTo(Condition.GONE);
  }

  @Test
  void controllers_that_start_the_same_replica_at_once_start_one() throws Exception {
    ReplicaSpec spec = spec("api-1", "v1");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Object>> starts = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Runtime another = open();
        starts.add(() -> another.start(spec));
      }
      for (Future<Object> start : threads.invokeAll(starts)) {
        start.get();
      }
    }
    awaitCondition(spec, Condition.READY);
    assertThat(processesMarked("api-1")).hasSize(1);
  }

  @Test
  void a_start_begun_before_a_stop_cannot_come_true_after_it() throws Exception {
    ReplicaSpec spec = spec("api-1", "v1");
    runtime.stop("api-1", GRACE);
    // What a dead controller left: the fixed line, about to claim.
    Process late =
        new ProcessBuilder(
                "sh",
                "-c",
                ProcessRuntime.BECOME,
                "curtain",
                home.resolve("replicas/api-1/pid").toString(),
                "echo",
                "must not run")
            .start();
    assertThat(late.waitFor()).isEqualTo(97);
    assertThat(late.inputReader().readLine()).isNull();
    assertThat(runtime.condition(spec)).isEqualTo(Condition.GONE);
  }

  @Test
  void a_pid_that_belongs_to_a_stranger_is_not_taken_for_the_replica() throws Exception {
    ReplicaSpec spec = spec("api-1", "v1");
    Path pid = Files.createDirectories(home.resolve("replicas/api-1")).resolve("pid");
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pid, stranger.pid() + "\n");
      Files.setLastModifiedTime(pid, FileTime.fromMillis(1_000_000));
      assertThat(runtime.running()).isEmpty();
      runtime.stop("api-1", GRACE);
      assertThat(stranger.isAlive()).isTrue();
      runtime.start(spec);
      awaitCondition(spec, Condition.READY);
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void a_replica_that_dies_at_once_is_gone_and_its_last_words_are_kept() throws Exception {
    ProcessRuntime processes = open();
    ReplicaSpec spec = with(spec("api-1", "v1"), service(" broken"), Map.of());
    processes.start(spec);
    awaitCondition(spec, Condition.GONE);
    assertThat(processes.lastOutput("api-1")).contains("configuration: missing");
    assertThat(processes.lastOutput("never-started")).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void what_a_replica_takes_of_its_machine_is_known_as_long_as_it_lives() throws Exception {
    ReplicaSpec spec = spec("api-1", "v1");
    assertThat(runtime.usage("api-1")).isEmpty();
    runtime.start(spec);
    awaitCondition(spec, Condition.READY);
    Usage usage = runtime.usage("api-1").orElseThrow();
    assertThat(usage.memoryMegabytes()).as("a JVM").isBetween(10.0, 10_000.0);
    assertThat(usage.threads()).isGreaterThan(3);
    assertThat(usage.files()).isGreaterThan(3);
    runtime.stop("api-1", GRACE);
    assertThat(runtime.usage("api-1")).isEmpty();
    assertThat(runtime.usage("../api-1")).isEmpty();
  }

  @Test
  void a_replica_that_was_killed_is_gone() throws Exception {
    ReplicaSpec spec = spec("api-1", "v1");
    runtime.start(spec);
    awaitCondition(spec, Condition.READY);
    ProcessHandle.of(Long.parseLong(pidOf(spec))).orElseThrow().destroyForcibly();
    awaitCondition(spec, Condition.GONE);
    assertThat(runtime.running()).isEmpty();
  }

  @Test
  void a_replica_that_does_not_end_when_asked_is_ended() throws Exception {
    ReplicaSpec spec = with(spec("api-1", "v1"), service(" deaf"), Map.of());
    runtime.start(spec);
    awaitCondition(spec, Condition.READY);
    long begin = System.nanoTime();
    runtime.stop("api-1", Duration.ofMillis(300));
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(30));
    assertThat(processesMarked("api-1")).isEmpty();
  }

  @Test
  void what_a_replica_started_ends_with_it() throws Exception {
    ReplicaSpec spec = with(spec("api-1", "v1"), "sh -c 'sleep 60 & sleep 60'", Map.of());
    runtime.start(spec);
    runtime.stop("api-1", GRACE);
    assertThat(processesMarked("api-1")).isEmpty();
  }

  @Test
  void the_environment_and_the_working_directory_are_those_asked_for() throws Exception {
    ReplicaSpec spec = with(spec("api-1", "v1"), service(""), Map.of("GREETING", "a b $c"));
    runtime.start(spec);
    awaitCondition(spec, Condition.READY);
    assertThat(get(spec, "/").body()).endsWith("a b $c " + Path.of("").toAbsolutePath());
  }

  @Test
  void what_cannot_be_started_is_said_with_what_to_do() throws Exception {
    Path plain = Files.writeString(home.resolve("plain"), "x");
    refuse("no-such-command --port {port}", "command 'no-such-command' not found on PATH; install");
    refuse("./no/such {port}", "command './no/such' not found (looked at ");
    refuse(plain.toString(), "command '" + plain + "' is not executable; chmod +x " + plain);
    refuse("java 'open", "a quote is not closed");
    assertThatThrownBy(
            () -> new ProcessRuntime(home, home.resolve("none")).start(spec("api-1", "v1")))
        .hasMessageContaining("working directory " + home.resolve("none") + " does not exist");
    assertThatThrownBy(() -> runtime.start(spec("../evil", "v1")))
        .hasMessageContaining("replica: ../evil (expected: letters");
  }

  @Test
  void a_message_holds_no_value_of_the_environment() throws Exception {
    ReplicaSpec spec = with(spec("api-1", "v1"), "no-such-command", Map.of("PASSWORD", "hunter2"));
    assertThatThrownBy(() -> runtime.start(spec))
        .isInstanceOf(Runtime.StartFailure.class)
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void secrets_are_read_from_where_they_are_when_it_starts() throws Exception {
    Path file = Files.writeString(home.resolve("db.secret"), "hunter2\n");
    ReplicaSpec spec =
        withSecrets(spec("api-1", "v1"), service(""), Map.of("GREETING", "file:" + file));
    runtime.start(spec);
    awaitCondition(spec, Condition.READY);
    assertThat(get(spec, "/").body()).contains(" hunter2 ");
    assertThat(spec.toString()).doesNotContain("hunter2");
  }

  @Test
  void a_secret_that_is_not_there_is_said_and_nothing_starts() throws Exception {
    refuseSecret("file:none.secret", "the secret GREETING cannot be read from ");
    refuseSecret("env:NO_SUCH_NAME_HERE", "to come from $NO_SUCH_NAME_HERE, which is not set");
    refuseSecret("vault:db", "at 'vault:db' (expected: file:PATH or env:NAME)");
    assertThat(processesMarked("api-1")).isEmpty();
  }

  private void refuseSecret(String place, String message) throws IOException {
    refuse(withSecrets(spec("api-1", "v1"), service(""), Map.of("GREETING", place)), message);
  }

  private static ReplicaSpec withSecrets(
      ReplicaSpec spec, String run, Map<String, String> secrets) {
    return with(spec, run, Map.of(), secrets);
  }

  private void refuse(String run, String message) throws IOException {
    refuse(with(spec("api-1", "v1"), run, Map.of()), message);
  }

  private void refuse(ReplicaSpec spec, String message) {
    assertThatThrownBy(() -> runtime.start(spec))
        .isInstanceOf(Runtime.StartFailure.class)
        .hasMessageStartingWith("Shop.API: ")
        .hasMessageContaining(message);
  }

  private static ReplicaSpec with(ReplicaSpec spec, String run, Map<String, String> env) {
    return with(spec, run, env, Map.of());
  }

  private static ReplicaSpec with(
      ReplicaSpec spec, String run, Map<String, String> env, Map<String, String> secrets) {
    return new ReplicaSpec(
        spec.id(),
        spec.service(),
        spec.version(),
        spec.node(),
        spec.port(),
        Optional.of(run),
        spec.readyPath(),
        env,
        secrets);
  }

  private String pidOf(ReplicaSpec spec) throws Exception {
    return Pattern.compile(" ").splitAsStream(get(spec, "/").body()).toList().get(2);
  }

  private static List<Long> processesMarked(String id) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> new OsProcess(pid, Instant.EPOCH).lives(id))
        .toList();
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static String service(String more) {
    return "'%s' -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s {port} {version} {replica}%s"
        .formatted(
            java(),
            Path.of("target/test-classes").toAbsolutePath(),
            SmallService.class.getName(),
            more);
  }
}
