package dev.curtain.runtime.process;

import dev.curtain.runtime.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process known by its number only, perhaps started by somebody who is dead.
 *
 * @param claimed when it wrote its number down
 */
record OsProcess(long pid, Instant claimed) {
  /** Tells a replica from a stranger who was given the same number later. */
  static final String MARKER = "CURTAIN_REPLICA";

  /** Start times are known to a second or so. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  private static final Duration DEATH = Duration.ofSeconds(5);
  private static final long POLL_NANOS = 5_000_000;

  /** Whether the replica of this id still lives under this number. */
  boolean lives(String id) {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return handle.isPresent() && !isZombie() && (isMarked(id) || startedBefore(handle.get()));
  }

  /** Waits until it is gone, at most so long; whether it is. */
  private boolean awaitEnd(String id, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (lives(id)) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /**
   * Asks it to end, waits up to {@code grace}, kills it, and where it leads a group of its own
   * kills what it started and left behind.
   *
   * @throws IOException if it cannot be ended
   */
  void end(String id, Duration grace) throws IOException {
    signal(id, ProcessHandle::destroy);
    if (!awaitEnd(id, grace)) {
      signal(id, ProcessHandle::destroyForcibly);
    }
    killGroup();
    if (!awaitEnd(id, DEATH)) {
      throw new IOException(
          "%s: process %d still runs %d s after SIGKILL (expected: gone)"
              .formatted(id, pid, DEATH.toSeconds()));
    }
  }

  private void signal(String id, Consumer<ProcessHandle> signal) {
    if (lives(id)) {
      ProcessHandle.of(pid).ifPresent(signal);
    }
  }

  private void killGroup() throws IOException {
    Process kill =
        new ProcessBuilder(
                "sh", "-c", "kill -s KILL -- \"-$1\" 2>/dev/null || true", "kill", "" + pid)
            .start();
    try {
      if (!kill.waitFor(DEATH.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("kill of process group " + pid + " did not end");
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  /** Dead, and nobody has asked how it ended: its number is still taken. */
  private boolean isZombie() {
    try {
      String stat = Files.readString(proc("stat"), StandardCharsets.ISO_8859_1);
      // "PID (name) STATE …"; the name may hold anything, also a parenthesis.
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException noProc) {
      return false;
    }
  }

  /**
   * What it takes, itself and not what it has started; empty where it is gone meanwhile, or where
   * there is no /proc.
   */
  Optional<Usage> usage() {
    try (Stream<Path> files = Files.list(proc("fd"))) {
      long open = files.count();
      String status = Files.readString(proc("status"), StandardCharsets.ISO_8859_1);
      OptionalLong kilobytes = field(status, "VmRSS");
      OptionalLong threads = field(status, "Threads");
      return kilobytes.isPresent() && threads.isPresent()
          ? Optional.of(new Usage(kilobytes.getAsLong() / 1024.0, threads.getAsLong(), open))
          : Optional.empty();
    } catch (IOException noProc) {
      return Optional.empty();
    }
  }

  /** {@code VmRSS: 1234 kB}. */
  private static OptionalLong field(String status, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s*(\\d{1,15})").matcher(status);
    return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
  }

  private boolean isMarked(String id) {
    try {
      List<String> environment =
          Arrays.asList(
              Files.readString(proc("environ"), StandardCharsets.ISO_8859_1).split("\0", -1));
      return environment.contains(MARKER + "=" + id);
    } catch (IOException noProc) {
      return false;
    }
  }

  /**
   * For systems without /proc and for programs that overwrite their environment: who was given the
   * number later also started later.
   */
  private boolean startedBefore(ProcessHandle handle) {
    return handle
        .info()
        .startInstant()
        .map(start -> start.isBefore(claimed.plus(CLOCK_SLACK)))
        .orElse(false);
  }

  private Path proc(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
