package dev.curtain.router;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A router as a process of its own: it serves its last table from disk, takes orders on its control
 * port, and ends by order or by SIGTERM after its requests in flight.
 */
public final class RouterProcess {
  private static final Duration TERM_LIMIT = Duration.ofSeconds(10);

  private RouterProcess() {}

  /** Runs a router until it is told to end, then ends the JVM. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.err));
  }

  /**
   * Runs a router until it is told to end.
   *
   * @return exit code: 0 ended in order, 1 requests in flight had to be cut, 2 wrong usage, 3 could
   *     not start
   */
  public static int run(List<String> arguments, PrintStream messages) {
    RouterArguments options;
    try {
      options = RouterArguments.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      messages.print("router: " + wrong.getMessage() + "\n" + RouterArguments.USAGE);
      return 2;
    }
    if (System.getProperty("io.netty.leakDetection.level") == null) {
      // A tool for tests, which costs a little of every request.
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
    try {
      Files.createDirectories(options.state());
      try (FileChannel lock =
          FileChannel.open(
              options.state().resolve("router.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        lock(lock, options.state());
        return serve(options, messages);
      }
    } catch (NoSuchFileException missing) {
      messages.println("router: " + missing.getMessage() + ": no such file");
      return 3;
    } catch (IOException failure) {
      messages.println("router: " + failure.getMessage());
      return 3;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private static void lock(FileChannel channel, Path state) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException held) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          state + ": another router uses this state directory; stop it or name another one");
    }
  }

  private static int serve(RouterArguments options, PrintStream messages)
      throws IOException, InterruptedException {
    ControlToken token = ControlToken.read(options.tokenFile());
    RouteTable table;
    try {
      table = new TableFile(options.state()).load();
    } catch (TableFile.DamagedException damaged) {
      messages.println(
          "router: "
              + damaged.getMessage()
              + "; answering 503 until a controller"
              + " sends a table");
      table = RouteTable.EMPTY;
    }
    CountDownLatch ended = new CountDownLatch(1);
    @Nullable Thread onTerm = null;
    try (Router router = Router.serve(options.listen(), options.router(), table);
        RouterServer server =
            RouterServer.start(router, options.control(), token, options.state())) {
      onTerm =
          new Thread(
              () -> {
                server.shutdown(TERM_LIMIT);
                await(ended);
              },
              "curtain-router-term");
      Runtime.getRuntime().addShutdownHook(onTerm);
      new RouterInfo(
              ProcessHandle.current().pid(),
              router.addresses().stream().map(Listening::text).toList(),
              Listening.text(server.address()),
              Instant.now().toString())
          .write(options.state());
      messages.println(
          "router: serving "
              + router.addresses().stream().map(Listening::text).toList()
              + " by table "
              + table.epoch());
      Duration limit = server.awaitShutdown();
      int cut = router.drain(limit);
      Files.deleteIfExists(RouterInfo.file(options.state()));
      if (cut > 0) {
        messages.println("router: cut " + cut + " connections still busy after " + limit);
      }
      return cut > 0 ? 1 : 0;
    } finally {
      ended.countDown();
      if (onTerm != null) {
        forget(onTerm);
      }
    }
  }

  private static void forget(Thread onTerm) {
    try {
      Runtime.getRuntime().removeShutdownHook(onTerm);
    } catch (IllegalStateException ending) {
      // It is the hook that has brought us here, and it ends with the JVM.
      onTerm.setName("curtain-router-ended");
    }
  }

  /** Holds the JVM's end until the router has ended. */
  private static void await(CountDownLatch ended) {
    try {
      boolean inTime = ended.await(TERM_LIMIT.plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        System.err.println("router: could not end in time");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
