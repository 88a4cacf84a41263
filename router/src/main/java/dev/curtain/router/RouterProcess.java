package dev.curtain.router;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A router as a process of its own: it serves its last table from disk, takes orders on its control
 * port, and ends by order or by SIGTERM after its requests in flight.
 */
public final class RouterProcess {
  static final String USAGE =
      """
      usage: router --listen HOST:PORT [--listen HOST:PORT]... --control HOST:PORT
                    --state DIR --token-file FILE
        --listen      where users are served; port 0 takes a free one
        --control     where the controller gives its orders, on loopback
        --state       directory of the last table and of router.json
        --token-file  file with the secret that the controller shows
      """;

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
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      messages.print("router: " + wrong.getMessage() + "\n" + USAGE);
      return 2;
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

  private static int serve(Options options, PrintStream messages)
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
    try (Router router = Router.start(options.listen(), RouterOptions.DEFAULT, table);
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

  private record Options(
      List<InetSocketAddress> listen, InetSocketAddress control, Path state, Path tokenFile) {
    static Options parse(List<String> arguments) {
      List<InetSocketAddress> listen = new ArrayList<>();
      Optional<InetSocketAddress> control = Optional.empty();
      Optional<Path> state = Optional.empty();
      Optional<Path> tokenFile = Optional.empty();
      for (int i = 0; i < arguments.size(); i += 2) {
        String name = arguments.get(i);
        if (i + 1 == arguments.size()) {
          throw new IllegalArgumentException(name + ": without a value");
        }
        String value = arguments.get(i + 1);
        switch (name) {
          case "--listen" -> listen.add(Listening.parse(value));
          case "--control" -> control = Optional.of(loopback(Listening.parse(value)));
          case "--state" -> state = Optional.of(Path.of(value));
          case "--token-file" -> tokenFile = Optional.of(Path.of(value));
          default -> throw new IllegalArgumentException(name + ": no such option");
        }
      }
      if (listen.isEmpty()) {
        throw new IllegalArgumentException("--listen: missing");
      }
      return new Options(
          listen,
          control.orElseThrow(() -> new IllegalArgumentException("--control: missing")),
          state.orElseThrow(() -> new IllegalArgumentException("--state: missing")),
          tokenFile.orElseThrow(() -> new IllegalArgumentException("--token-file: missing")));
    }

    private static InetSocketAddress loopback(InetSocketAddress address) {
      if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "--control: "
                + Listening.text(address)
                + " (expected: an address of this machine's loopback, as 127.0.0.1:0)");
      }
      return address;
    }
  }
}
