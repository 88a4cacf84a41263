package dev.curtain.runtime.process;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What is written down about replicas: {@code DIR/ID/pid}, claimed by the replica itself, and
 * {@code DIR/ID/log}, what it said.
 */
final class ReplicaFiles {
  private static final long LONGEST_LOG = 16L << 20;
  private static final int KEPT = 1 << 20;
  private static final String STOPPED = "stopped\n";
  private static final Duration UNFINISHED = Duration.ofSeconds(2);
  private static final long POLL_NANOS = 1_000_000;

  private final Path directory;

  ReplicaFiles(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  static boolean isName(String id) {
    return id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  }

  Path pid(String id) {
    return directory.resolve(id).resolve("pid");
  }

  Path log(String id) {
    return directory.resolve(id).resolve("log");
  }

  void create(String id) throws IOException {
    Files.createDirectories(directory.resolve(id));
  }

  /** Who holds a replica's id. */
  sealed interface Claim {
    /** Nobody: whoever comes first gets it. */
    record Free() implements Claim {}

    /** Nobody may: it was stopped, or its claim was never finished. */
    record Barred() implements Claim {}

    /** This process, dead or alive. */
    record By(OsProcess process) implements Claim {}
  }

  Claim claim(String id) throws IOException {
    long deadline = System.nanoTime() + UNFINISHED.toNanos();
    while (true) {
      try {
        String content = Files.readString(pid(id)).strip();
        if (content.matches("\\d{1,18}")) {
          FileTime claimed = Files.getLastModifiedTime(pid(id));
          return new Claim.By(new OsProcess(Long.parseLong(content), claimed.toInstant()));
        }
        // Claiming is two steps, creating and writing: between them the file is empty.
        if (!content.isEmpty() || System.nanoTime() > deadline) {
          return new Claim.Barred();
        }
        LockSupport.parkNanos(POLL_NANOS);
      } catch (NoSuchFileException none) {
        return new Claim.Free();
      }
    }
  }

  /** The living process that holds this id. */
  Optional<OsProcess> living(String id) throws IOException {
    return claim(id) instanceof Claim.By(OsProcess process) && process.lives(id)
        ? Optional.of(process)
        : Optional.empty();
  }

  /**
   * Makes room for a new claim after a dead one. A claim that is free is left alone: a start that
   * an earlier controller began may be taking it at this moment.
   */
  void clear(String id) throws IOException {
    if (!(claim(id) instanceof Claim.Free)) {
      Files.delete(pid(id));
    }
  }

  /**
   * Leaves a mark in the place of the claim, so that a start which an earlier controller began
   * cannot come true after the stop.
   *
   * @return false if that start was faster: there is a process to stop
   */
  boolean bar(String id) throws IOException {
    create(id);
    if (claim(id) instanceof Claim.Free) {
      try {
        Files.writeString(pid(id), STOPPED, StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException claimed) {
        return false;
      }
    } else if (living(id).isPresent()) {
      return false;
    } else {
      Path mark = Files.writeString(directory.resolve(id).resolve("pid.stopped"), STOPPED);
      Files.move(mark, pid(id), StandardCopyOption.ATOMIC_MOVE);
    }
    return true;
  }

  List<String> ids() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  /**
   * Deletes what is written down about stopped replicas but for those stopped last, so that a home
   * does not grow with every deployment. Whoever was not stopped is left alone, dead or alive.
   */
  void keepLastStopped(int howMany) throws IOException {
    Map<String, FileTime> stopped = new HashMap<>();
    for (String id : ids()) {
      try {
        if (claim(id) instanceof Claim.Barred) {
          stopped.put(id, Files.getLastModifiedTime(pid(id)));
        }
      } catch (NoSuchFileException forgotten) {
        // Another stop at the same time forgot it: that is what was wanted.
        continue;
      }
    }
    List<String> oldest =
        stopped.entrySet().stream()
            .sorted(Map.Entry.<String, FileTime>comparingByValue().reversed())
            .skip(howMany)
            .map(Map.Entry::getKey)
            .toList();
    for (String id : oldest) {
      for (String file : List.of("log.old", "log", "pid")) {
        Files.deleteIfExists(directory.resolve(id).resolve(file));
      }
      Files.deleteIfExists(directory.resolve(id));
    }
  }

  /** The end of what a replica said, at most {@code bytes} and whole lines where possible. */
  String lastOutput(String id, int bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log(id).toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(bytes, file.length())];
      boolean cut = file.length() > tail.length;
      file.seek(file.length() - tail.length);
      file.readFully(tail);
      String text = new String(tail, StandardCharsets.UTF_8);
      return cut ? text.substring(text.indexOf('\n') + 1) : text;
    } catch (FileNotFoundException none) {
      return "";
    }
  }

  /**
   * Keeps the log below its limit: its end moves to {@code log.old}. The replica appends, so it
   * goes on at the new end; what it says between the two steps is lost.
   */
  void boundLog(String id) throws IOException {
    Path log = log(id);
    if (Files.exists(log) && Files.size(log) > LONGEST_LOG) {
      Files.writeString(log.resolveSibling("log.old"), lastOutput(id, KEPT));
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
        file.setLength(0);
      }
    }
  }
}
