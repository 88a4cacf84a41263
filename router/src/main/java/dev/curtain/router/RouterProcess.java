package dev.curtain.router;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
    try (StateLock lock = new StateLock(options.state())) {
      boolean free = lock.tryTake();
      if (!free && !options.takeOver()) {
        lock.take();
      }
      ControlToken token = ControlToken.read(options.tokenFile());
      return free ? first(options, token, lock, messages) : next(options, token, lock, messages);
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

  /** There is no other router. */
  private static int first(
      RouterArguments options, ControlToken token, StateLock lock, PrintStream messages)
      throws IOException, InterruptedException {
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
    try (Router router = Router.serve(options.listen(), options.router(), table);
        RouterRun run = new RouterRun(options, token, lock, router, messages)) {
      return serve(run, router, messages, Optional.empty());
    }
  }

  /** Takes the place of the router that runs. */
  private static int next(
      RouterArguments options, ControlToken token, StateLock lock, PrintStream messages)
      throws IOException, InterruptedException {
    try (Takeover takeover = Takeover.begin(options.state(), token);
        Router router = Router.prepare(options.router());
        RouterRun run =
            new RouterRun(options.atControlOf(takeover.before()), token, lock, router, messages)) {
      takeover
          .without(options.listen())
          .forEach(left -> messages.println("router: nobody listens on " + left + " any more"));
      router.begin(options.listen(), takeover.ready(lock), takeover.sockets());
      return serve(run, router, messages, Optional.of(takeover));
    }
  }

  private static int serve(
      RouterRun run, Router router, PrintStream messages, Optional<Takeover> takeover)
      throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread onTerm =
        new Thread(
            () -> {
              run.shutdown(TERM_LIMIT);
              await(ended);
            },
            "curtain-router-term");
    try {
      // Before anybody can know of this process, lest it be ended without order.
      Runtime.getRuntime().addShutdownHook(onTerm);
      run.begin();
      if (takeover.isPresent()) {
        takeover.get().serving(router::before);
      }
      messages.println(
          "router: serving "
              + router.addresses().stream().map(Listening::text).toList()
              + " by table "
              + router.table().epoch());
      int cut = run.end();
      if (cut > 0) {
        messages.println("router: cut " + cut + " connections that were still busy");
      }
      return cut > 0 ? 1 : 0;
    } finally {
      ended.countDown();
      forget(onTerm);
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
