package dev.curtain.migration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A second PostgreSQL that follows the first by streaming, from a copy of its files: a replica as
 * anybody has one, but that its lag can be chosen.
 */
public final class Replica implements AutoCloseable {
  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "pg_replslot", "pg_stat_tmp", "pg_dynshmem");

  private final Process process;
  private final int port;

  private Replica(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Returns once it follows.
   *
   * @param home an empty directory
   * @param name by which the first server knows it
   */
  public static Replica of(EmbeddedPostgres first, Path home, String name) throws Exception {
    Path data = Files.createDirectory(home.resolve(name));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    int port = freePort();
    try (Connection connection = first.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      boolean old = connection.getMetaData().getDatabaseMajorVersion() < 15;
      Path from = Path.of(ask(statement, "SHOW data_directory"));
      ask(
          statement,
          old ? "SELECT pg_start_backup('b', true, false)" : "SELECT pg_backup_start('b', true)");
      copy(from, data);
      String label =
          ask(
              statement,
              "SELECT labelfile FROM "
                  + (old ? "pg_stop_backup(false, false)" : "pg_backup_stop(false)"));
      Files.writeString(data.resolve("backup_label"), label);
      Files.createFile(data.resolve("standby.signal"));
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          """
          primary_conninfo = 'host=localhost port=%d user=postgres application_name=%s'
          wal_receiver_status_interval = '1s'
          unix_socket_directories = ''
          port = %d
          max_connections = %s
          """
              .formatted(first.getPort(), name, port, ask(statement, "SHOW max_connections")),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Replica replica = new Replica(started(from, data, home.resolve(name + ".log")), port);
      String streaming =
          "SELECT count(*) > 0 FROM pg_stat_replication WHERE state = 'streaming' AND"
              + " application_name = '"
              + name
              + "'";
      // It streams before it has all that it needs to answer.
      while (!ask(statement, streaming).equals("t") || !replica.answers()) {
        if (!replica.process.isAlive()) {
          throw new IOException(Files.readString(home.resolve(name + ".log")));
        }
        LockSupport.parkNanos(50_000_000);
      }
      return replica;
    }
  }

  /**
   * Below the range of outgoing connections, any of which could take it before it is listened on.
   */
  private static int freePort() throws IOException {
    for (int tries = 0; tries < 1_000; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        continue;
      }
    }
    throw new IOException("no free port among 1000 between 20000 and 32767");
  }

  private static String ask(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }

  /** Files come and go meanwhile, which the log makes good. */
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (!directory.equals(from)) {
              Files.createDirectory(to.resolve(from.relativize(directory)));
            }
            return NOT_COPIED.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!NOT_COPIED.contains(file.getFileName().toString())) {
              try {
                Files.copy(file, to.resolve(from.relativize(file)));
              } catch (NoSuchFileException gone) {
                return FileVisitResult.CONTINUE;
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
            if (gone instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw gone;
          }
        });
  }

  /** By the program that the first one is; it refuses to be root, as that one did. */
  private static Process started(Path first, Path data, Path log) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(first.resolve("postmaster.pid")).getFirst());
    String program = ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).orElseThrow();
    List<String> command = new ArrayList<>();
    if (Integer.valueOf(0).equals(Files.getAttribute(data, "unix:uid"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(program, "-D", data.toString(), "-c", "fsync=off"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(0);
    } catch (SQLException starting) {
      return false;
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
  }

  /** From now on it applies what it gets so much later. */
  public void lag(Duration time) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET recovery_min_apply_delay = " + time.toMillis());
      ask(statement, "SELECT pg_reload_conf()");
    }
  }

  /** The first column of the first row, as text. */
  public String ask(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return ask(statement, query);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
