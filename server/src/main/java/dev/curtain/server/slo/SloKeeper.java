package dev.curtain.server.slo;

import dev.curtain.router.RouterControl;
import dev.curtain.server.log.LogFailure;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Looks at the router in a steady beat for the objectives, and writes down what it counted. */
public final class SloKeeper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SloKeeper.class.getName());
  private static final Duration BEAT = Duration.ofSeconds(10);

  /** What a controller that is killed has not written down, its router still knows. */
  private static final Duration WRITTEN_EVERY = Duration.ofMinutes(10);

  private final Ledger ledger;
  private final RouterControl router;
  private final InstantSource clock;
  private final SloBook book;
  private final Thread thread;
  private volatile boolean closed;

  public SloKeeper(Ledger ledger, RouterControl router, InstantSource clock, SloBook book) {
    this.ledger = ledger;
    this.router = router;
    this.clock = clock;
    this.book = book;
    this.thread = Thread.ofVirtual().name("objectives").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    Instant written = clock.instant();
    try {
      while (!closed) {
        Instant now = clock.instant();
        try {
          book.look(ledger.world(), router.measures());
        } catch (IOException e) {
          LOG.log(Level.DEBUG, "the router gives no measures for the objectives", e);
        }
        if (Duration.between(written, now).compareTo(WRITTEN_EVERY) >= 0) {
          write();
          written = now;
        }
        Thread.sleep(BEAT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      book.write(ledger::append);
    } catch (LogFailure e) {
      // Nothing is lost yet: it is written with what comes next.
      LOG.log(Level.WARNING, "what was counted for the objectives is not written down", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    write();
  }
}
