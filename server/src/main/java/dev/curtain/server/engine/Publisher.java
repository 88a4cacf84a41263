package dev.curtain.server.engine;

import dev.curtain.router.Measures;
import dev.curtain.router.Route;
import dev.curtain.router.RoutePolicy;
import dev.curtain.router.RouteTable;
import dev.curtain.router.RouterControl;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Keeps the router at the newest table. Changes that come while one is being acknowledged go out
 * together with the next; whoever asked is answered once a table made after the asking is in force.
 */
public final class Publisher implements AutoCloseable {
  private static final long RETRY_MILLIS = 100;

  private final Ledger ledger;
  private final RouterControl router;
  private final BiFunction<dev.curtain.server.world.World, Long, RouteTable> tables;
  private final Consumer<String> trouble;
  private final Thread thread;
  private volatile Map<String, List<RoutePolicy.Watch>> watches = Map.of();
  private List<CompletableFuture<Measures>> waiting = new ArrayList<>();
  private boolean closed;
  private long epoch;

  /** Replicas that are to go, and whether they were put in a table nevertheless. */
  private final Map<String, Boolean> leaving = new ConcurrentHashMap<>();

  Publisher(
      Ledger ledger,
      RouterControl router,
      BiFunction<dev.curtain.server.world.World, Long, RouteTable> tables,
      Consumer<String> trouble) {
    this.ledger = ledger;
    this.router = router;
    this.tables = tables;
    this.trouble = trouble;
    this.thread = Thread.ofPlatform().daemon().name("publisher").unstarted(this::run);
  }

  /**
   * @param inForce epoch of the table that the router has: the next one is above it
   */
  void start(long inForce) {
    epoch = inForce;
    thread.start();
  }

  /** Asks for the world as it is now to be in force; answered with the measures of that moment. */
  synchronized CompletableFuture<Measures> publish() {
    CompletableFuture<Measures> future = new CompletableFuture<>();
    if (closed) {
      future.cancel(false);
      return future;
    }
    waiting.add(future);
    notifyAll();
    return future;
  }

  /**
   * Shares of users whose requests the router counts apart from now on, by service.
   *
   * @return the measures of the moment from which on it does
   */
  public CompletableFuture<Measures> watch(Map<String, List<RoutePolicy.Watch>> shares) {
    watches = Map.copyOf(shares);
    return publish();
  }

  private RouteTable watched(RouteTable table) {
    Map<String, List<RoutePolicy.Watch>> shares = watches;
    return shares.isEmpty()
        ? table
        : new RouteTable(
            table.epoch(), table.routes().stream().map(route -> watched(route, shares)).toList());
  }

  private static Route watched(Route route, Map<String, List<RoutePolicy.Watch>> shares) {
    List<RoutePolicy.Watch> own = shares.getOrDefault(route.service(), List.of());
    return own.isEmpty()
        ? route
        : route.withPolicy(route.policy().orElse(RoutePolicy.NONE).withWatches(own));
  }

  /** From now on it is noticed whether this replica, which is to go, is put in a table. */
  void leaves(String replica) {
    leaving.put(replica, false);
  }

  /** Whether a table was made with it since, as nobody else could answer. */
  boolean cameBack(String replica) {
    return leaving.getOrDefault(replica, false);
  }

  /** It is gone. */
  void left(String replica) {
    leaving.remove(replica);
  }

  private void notice(RouteTable table) {
    if (leaving.isEmpty()) {
      return;
    }
    for (Route route : table.routes()) {
      for (Route.Track track : route.tracks()) {
        track.backends().forEach(each -> leaving.computeIfPresent(each.id(), (_, _) -> true));
      }
    }
  }

  private void run() {
    try {
      while (true) {
        List<CompletableFuture<Measures>> asked = take();
        if (asked.isEmpty()) {
          return;
        }
        Measures measures = putInForce();
        asked.forEach(future -> future.complete(measures));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<CompletableFuture<Measures>> take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    List<CompletableFuture<Measures>> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /**
   * A router that does not answer is asked until it does: the table it has goes on serving
   * meanwhile.
   */
  private Measures putInForce() throws InterruptedException {
    boolean said = false;
    while (true) {
      RouteTable table = watched(tables.apply(ledger.world(), ++epoch));
      notice(table);
      try {
        return router.apply(table);
      } catch (IOException e) {
        if (!said) {
          trouble.accept("the router does not take the route table: " + e.getMessage());
          said = true;
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
