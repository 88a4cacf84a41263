package dev.curtain.runtime.process;

import dev.curtain.runtime.Replica;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime;
import dev.curtain.runtime.Usage;
import dev.curtain.runtime.process.ReplicaFiles.Claim;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Replicas as processes that outlive this one.
 *
 * <p>A replica is started through a fixed shell line that claims its pid file (the claim fails
 * where there is one) and then becomes the program. So a controller that died between starting a
 * replica and writing it down starts it again without harm: only one of the two gets the claim, the
 * other ends at once. The command itself reaches the shell as positional arguments and is never
 * read by it.
 *
 * <p>Controllers may follow one another on a home; two that live at once are to be kept apart by
 * whoever opens it, since both may clear the claim of the same dead replica.
 */
public final class ProcessRuntime implements Runtime {
  private static final int CLAIMED_BY_ANOTHER = 97;
  static final String BECOME =
      "set -C; { echo \"$$\" >\"$1\"; } 2>/dev/null || exit "
          + CLAIMED_BY_ANOTHER
          + "; set +C; shift; exec \"$@\"";
  private static final Duration CLAIM = Duration.ofSeconds(10);
  private static final long POLL_NANOS = 2_000_000;
  private static final int LAST_OUTPUT = 8192;
  private static final int RECENT_OUTPUT = 256 << 10;

  /** So many stopped replicas' logs stay to be read. */
  private static final int STOPPED_KEPT = 200;

  private final ReplicaFiles files;
  private final Path workingDirectory;
  private final String path;
  private final Secrets secrets;
  private final boolean setsid;

  /**
   * @param home where pid files and logs are kept, under {@code replicas/}
   * @param workingDirectory of the replicas; relative paths in their command lines start there
   */
  public ProcessRuntime(Path home, Path workingDirectory) throws IOException {
    this(
        home, workingDirectory, Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
  }

  ProcessRuntime(Path home, Path workingDirectory, String path) throws IOException {
    this.files = new ReplicaFiles(home.toAbsolutePath().resolve("replicas"));
    this.workingDirectory = workingDirectory.toAbsolutePath();
    this.path = path;
    this.secrets = new Secrets(this.workingDirectory, System.getenv());
    this.setsid = onPath("setsid").isPresent();
  }

  @Override
  public synchronized Replica start(ReplicaSpec spec) throws StartFailure {
    String id = spec.id();
    if (!ReplicaFiles.isName(id)) {
      throw new StartFailure(
          "replica: " + id + " (expected: letters, digits, dots, dashes, at most 200)");
    }
    List<String> command = command(spec);
    Map<String, String> values = secrets.read(spec.service(), spec.secrets());
    try {
      files.create(id);
      if (files.living(id).isEmpty()) {
        files.clear(id);
        awaitClaim(id, spawn(spec, command, values));
      }
    } catch (IOException failure) {
      throw new StartFailure(
          "%s: cannot start '%s' in %s: %s"
              .formatted(id, command.getFirst(), workingDirectory, failure.getMessage()),
          failure);
    }
    return new Replica(id, "127.0.0.1", spec.port());
  }

  @Override
  public Condition condition(ReplicaSpec spec) {
    try {
      if (files.living(spec.id()).isEmpty()) {
        return Condition.GONE;
      }
      files.boundLog(spec.id());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return Probe.ready(spec.port(), spec.readyPath()) ? Condition.READY : Condition.NOT_READY;
  }

  @Override
  public void stop(String replicaId, Duration grace) {
    if (!ReplicaFiles.isName(replicaId)) {
      return;
    }
    try {
      do {
        Optional<OsProcess> living = files.living(replicaId);
        if (living.isPresent()) {
          living.get().end(replicaId, grace);
        }
      } while (!files.bar(replicaId));
      files.keepLastStopped(STOPPED_KEPT);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public List<String> running() {
    try {
      List<String> running = new ArrayList<>();
      for (String id : files.ids()) {
        if (files.living(id).isPresent()) {
          running.add(id);
        }
      }
      return List.copyOf(running);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The last lines that a replica wrote to its output and error output; empty if none. */
  @Override
  public String lastOutput(String replicaId) {
    return output(replicaId, LAST_OUTPUT);
  }

  @Override
  public String recentOutput(String replicaId) {
    return output(replicaId, RECENT_OUTPUT);
  }

  private String output(String replicaId, int bytes) {
    try {
      return ReplicaFiles.isName(replicaId) ? files.lastOutput(replicaId, bytes) : "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Optional<Usage> usage(String replicaId) {
    try {
      return ReplicaFiles.isName(replicaId)
          ? files.living(replicaId).flatMap(OsProcess::usage)
          : Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The replicas go on. */
  @Override
  public void close() {}

  private List<String> command(ReplicaSpec spec) throws StartFailure {
    String run =
        spec.run()
            .orElseThrow(() ->
                new StartFailure(
                    spec.service()
                        + ": nothing to run (expected: run \"COMMAND … {port}\" in its"
                        + " container)"));
    if (!Files.isDirectory(workingDirectory)) {
      throw new StartFailure(
          spec.service()
              + ": working directory "
              + workingDirectory
              + " does not exist; create it");
    }
    List<String> arguments;
    try {
      arguments = CommandLine.arguments(run, spec);
    } catch (IllegalArgumentException invalid) {
      throw new StartFailure(spec.service() + ": " + invalid.getMessage(), invalid);
    }
    String program = arguments.getFirst();
    if (program.contains("/")) {
      Path file = workingDirectory.resolve(program);
      if (!Files.isRegularFile(file)) {
        throw new StartFailure(
            "%s: command '%s' not found (looked at %s); build it, or correct run"
                .formatted(spec.service(), program, file));
      }
      if (!Files.isExecutable(file)) {
        throw new StartFailure(
            "%s: command '%s' is not executable; chmod +x %s"
                .formatted(spec.service(), program, file));
      }
    } else if (onPath(program).isEmpty()) {
      throw new StartFailure(
          "%s: command '%s' not found on PATH; install it, or write its path in run"
              .formatted(spec.service(), program));
    }
    return arguments;
  }

  private Optional<Path> onPath(String program) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .filter(directory -> !directory.isEmpty())
        .map(directory -> workingDirectory.resolve(directory).resolve(program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private Process spawn(ReplicaSpec spec, List<String> command, Map<String, String> values)
      throws IOException {
    List<String> line = new ArrayList<>();
    if (setsid) {
      // A session of its own: Ctrl-C at the controller's terminal does not reach it.
      line.add("setsid");
    }
    line.addAll(List.of("sh", "-c", BECOME, "curtain", files.pid(spec.id()).toString()));
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(workingDirectory.toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(files.log(spec.id()).toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("CURTAIN_"));
    environment.put("PATH", path);
    environment.putAll(spec.env());
    environment.putAll(values);
    environment.put(OsProcess.MARKER, spec.id());
    return builder.start();
  }

  /** Returns once the id is claimed, by this process or by one that was faster. */
  private void awaitClaim(String id, Process process) throws IOException {
    long deadline = System.nanoTime() + CLAIM.toNanos();
    while (files.claim(id) instanceof Claim.Free) {
      if (!process.isAlive() && files.claim(id) instanceof Claim.Free) {
        throw new IOException(
            "ended with %d before it began: %s"
                .formatted(process.exitValue(), files.lastOutput(id, LAST_OUTPUT).strip()));
      }
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException("did not begin within " + CLAIM.toSeconds() + " s");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
