package dev.curtain.server.lead;

import dev.curtain.server.log.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The lead over a deployment that several controllers share. Held by a lease that this renews for
 * as long as it can; whoever cannot is told before the lease ends, so that there are never two who
 * act. (That there are never two who write is seen to by the log itself.)
 */
public final class Lead implements AutoCloseable {
  private final Leases leases;
  private final String holder;
  private final long term;
  private final Timing timing;
  private final Thread keeper;
  private volatile boolean closed;

  /**
   * @param lasting how long a lease lasts that is not renewed: the longest wait for a successor
   * @param renewEvery a fraction of it
   */
  public record Timing(Duration lasting, Duration renewEvery) {
    /** Five seconds after a controller's death the next one leads. */
    public static final Timing REAL = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1));

    public Timing {
      if (renewEvery.multipliedBy(2).compareTo(lasting) > 0 || renewEvery.isZero()) {
        throw new IllegalArgumentException(
            "renewEvery: " + renewEvery + " (expected: at most half of " + lasting + ")");
      }
    }
  }

  private Lead(Leases leases, String holder, long term, Timing timing, Consumer<String> lost) {
    this.leases = leases;
    this.holder = holder;
    this.term = term;
    this.timing = timing;
    this.keeper = Thread.ofPlatform().daemon().name("lead").unstarted(() -> keep(lost));
  }

  /**
   * Waits until nobody else leads, then leads.
   *
   * @param holder this controller, for people: host and process
   * @param standing told once who leads, if somebody else does
   * @param lost told in a sentence, at most once, that this controller may not act any more
   * @throws IOException if the database cannot be asked at all
   */
  public static Lead await(
      Database database,
      String holder,
      Timing timing,
      Consumer<String> standing,
      Consumer<String> lost)
      throws IOException, InterruptedException {
    Leases leases = new Leases(database);
    try {
      leases.create();
      boolean told = false;
      while (true) {
        OptionalLong term = leases.take(holder, timing.lasting());
        if (term.isPresent()) {
          Lead lead = new Lead(leases, holder, term.getAsLong(), timing, lost);
          lead.keeper.start();
          return lead;
        }
        Optional<String> other = leases.holder();
        if (!told && other.isPresent()) {
          standing.accept(other.get());
          told = true;
        }
        Thread.sleep(timing.renewEvery());
      }
    } catch (SQLException e) {
      throw new IOException(database + " cannot be asked who leads: " + e.getMessage(), e);
    }
  }

  /** Goes up with every change of the lead. */
  public long term() {
    return term;
  }

  private void keep(Consumer<String> lost) {
    long renewed = System.nanoTime();
    try {
      while (!closed) {
        Thread.sleep(timing.renewEvery());
        long asked = System.nanoTime();
        String why = "";
        try {
          if (leases.renew(holder, term, timing.lasting())) {
            renewed = asked;
          } else if (!closed) {
            lost.accept("another controller leads: " + leases.holder().orElse("it has gone again"));
            return;
          }
        } catch (SQLException e) {
          why = ": " + e.getMessage();
        }
        Duration left = timing.lasting().minusNanos(System.nanoTime() - renewed);
        if (left.compareTo(timing.renewEvery()) < 0) {
          lost.accept("the lead could not be renewed in time" + why);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the lead up: the next controller need not wait. */
  @Override
  public void close() throws IOException {
    closed = true;
    keeper.interrupt();
    try {
      keeper.join();
      leases.release(holder, term);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new IOException("the lead could not be given up: " + e.getMessage(), e);
    }
  }
}
