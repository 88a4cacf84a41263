package dev.curtain.server.engine;

import dev.curtain.router.Measures;
import dev.curtain.router.RouteTable;
import dev.curtain.router.RouterControl;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Keeps the router at the newest table. Changes that come while one is being acknowledged go out together with the next; whoever
 * asked is answered once a table made after the asking is in force.
 */
final class Publisher implements AutoCloseable {
  private static final long RETRY_MILLIS = 100;

  private final Ledger ledger;
  private final RouterControl router;
  private final InstantSource clock;
  private final BiFunction<dev.curtain.server.world.World, Long, RouteTable> tables;
  private final Consumer<String> trouble;
  private final Thread thread;
  private List<CompletableFuture<Measures>> waiting = new ArrayList<>();
  private boolean closed;

  Publisher(
      Ledger ledger,
      RouterControl router,
      InstantSource clock,
      BiFunction<dev.curtain.server.world.World, Long, RouteTable> tables,
      Consumer<String> trouble) {
    this.ledger = ledger;
    this.router = router;
    this.clock = clock;
    this.tables = tables;
    this.trouble = trouble;
    this.thread = Thread.ofVirtual().name("publisher").start(this::run);
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

  /** A router that does not answer is asked until it does: the table it has goes on serving meanwhile. */
  private Measures putInForce() throws InterruptedException {
    boolean said = false;
    while (true) {
      Entry.Published[] published = new Entry.Published[1];
      RouteTable[] table = new RouteTable[1];
      ledger.decide(
          world -> {
            published[0] = new Entry.Published(clock.instant(), world.epoch() + 1);
            table[0] = tables.apply(world, published[0].epoch());
            return List.of(published[0]);
          });
      try {
        return router.apply(table[0]);
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
