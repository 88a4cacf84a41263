package dev.curtain.server.traffic;

import dev.curtain.server.traffic.Arrivals.Arrival;
import dev.curtain.server.traffic.HttpConnection.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Users with stable identities that send real requests at a given rate, whether earlier ones have
 * been answered or not, until they are stopped.
 *
 * <p>Each request carries {@code cookie: curtain_user=u-000001} and, where users live in regions,
 * {@code x-curtain-region}. A user's region never changes. Latency is taken from when a request was
 * due, so that a stall of the other side is felt by all who would have come during it.
 */
public final class SyntheticUsers implements AutoCloseable {
  public static final String REGION_HEADER = "x-curtain-region";

  private final Load load;
  private final InstantSource clock;
  private final Tally tally;
  private final Deque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
  private final ExecutorService requests =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("user-", 0).factory());
  private final AtomicInteger waiting = new AtomicInteger();
  private final long begin = System.nanoTime();
  private final Thread pacer;
  private volatile boolean stopping;
  private volatile long end;

  private SyntheticUsers(Load load, Failure.Attribution attribution, InstantSource clock) {
    this.load = load;
    this.clock = clock;
    this.tally = new Tally(attribution);
    Arrivals arrivals = new Arrivals(load);
    this.pacer =
        Thread.ofPlatform().daemon().name("synthetic-users").unstarted(() -> pace(arrivals));
  }

  /** Begins at once. Failures are injected where the answer carries the mark. */
  public static SyntheticUsers start(Load load) {
    return start(load, Failure.Attribution.MARKED, InstantSource.system());
  }

  /**
   * Begins at once.
   *
   * @param attribution which failures were asked for; asked once for each, as it happens
   */
  public static SyntheticUsers start(
      Load load, Failure.Attribution attribution, InstantSource clock) {
    SyntheticUsers users = new SyntheticUsers(load, attribution, clock);
    users.pacer.start();
    return users;
  }

  /** What has ended so far. */
  public TrafficReport snapshot() {
    return tally.report(Duration.ofNanos((stopping ? end : System.nanoTime()) - begin));
  }

  /** Sends no more, waits for the answers that are due, and tells what became of everything. */
  public TrafficReport stop() {
    if (!stopping) {
      end = System.nanoTime();
      stopping = true;
    }
    LockSupport.unpark(pacer);
    boolean interrupted = false;
    while (pacer.isAlive()) {
      try {
        pacer.join();
      } catch (InterruptedException asked) {
        interrupted = true;
      }
    }
    requests.close();
    for (HttpConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
      release(connection);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return snapshot();
  }

  @Override
  public void close() {
    stop();
  }

  private void pace(Arrivals arrivals) {
    while (true) {
      Arrival arrival = arrivals.next();
      long due = begin + arrival.dueNanos();
      long wait = due - System.nanoTime();
      while (wait > 0 && !stopping) {
        LockSupport.parkNanos(wait);
        wait = due - System.nanoTime();
      }
      if (stopping) {
        return;
      }
      if (waiting.get() >= load.mostWaiting()) {
        tally.heldBack();
        continue;
      }
      waiting.incrementAndGet();
      tally.started(-wait);
      requests.execute(() -> {
        try {
          send(arrival);
        } finally {
          waiting.decrementAndGet();
        }
      });
    }
  }

  private void send(Arrival arrival) {
    String region = arrival.region();
    byte[] request =
        HttpConnection.request(
            arrival.target().host(),
            arrival.target().path(),
            arrival.userName(),
            region.isEmpty() ? "" : REGION_HEADER + ": " + region + "\r\n");
    Failure.Kind kind = Failure.Kind.STATUS;
    String detail = "";
    Answer answer = new Answer(0, "", false);
    Instant sent = clock.instant();
    try {
      answer = exchange(request);
      detail = "status " + answer.status();
    } catch (NoConnection failure) {
      kind = Failure.Kind.NO_CONNECTION;
      detail = said(failure);
    } catch (SocketTimeoutException failure) {
      kind = Failure.Kind.TIMEOUT;
      detail = "nothing came for " + load.timeout().toMillis() + " ms";
    } catch (IOException failure) {
      kind = Failure.Kind.BROKEN;
      detail = said(failure);
    }
    Optional<Failure> failure =
        answer.status() == 0 || answer.status() >= 500
            ? Optional.of(
                new Failure(sent, kind, answer.status(), answer.track(), answer.marked(), detail))
            : Optional.empty();
    long second = arrival.dueNanos() / 1_000_000_000;
    long latency = (System.nanoTime() - begin - arrival.dueNanos()) / 1000;
    tally.ended(
        new Tally.Ended(arrival.user(), second, answer.track(), answer.status(), latency), failure);
  }

  private Answer exchange(byte[] request) throws IOException {
    HttpConnection kept = idle.pollFirst();
    if (kept != null) {
      try {
        return exchange(kept, request);
      } catch (SocketTimeoutException failure) {
        throw failure;
      } catch (IOException failure) {
        // As every client of kept-alive connections must: the other side may close one that idles
        // at the moment in which it is used again. A GET may be sent twice.
        if (!kept.wasStale()) {
          throw failure;
        }
        tally.retried();
      }
    }
    HttpConnection fresh;
    try {
      fresh = new HttpConnection(load.address(), load.timeout(), load.trackHeader());
    } catch (IOException failure) {
      throw new NoConnection(load.address() + ": " + said(failure), failure);
    }
    return exchange(fresh, request);
  }

  private Answer exchange(HttpConnection connection, byte[] request) throws IOException {
    boolean keep = false;
    try {
      Answer answer = connection.exchange(request);
      keep = connection.reusable();
      return answer;
    } finally {
      if (keep) {
        idle.addFirst(connection);
      } else {
        release(connection);
      }
    }
  }

  private static String said(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static void release(HttpConnection connection) {
    try {
      connection.close();
    } catch (IOException failure) {
      throw new IllegalStateException("a socket that cannot be closed", failure);
    }
  }

  private static final class NoConnection extends IOException {
    private static final long serialVersionUID = 1L;

    NoConnection(String message, IOException cause) {
      super(message, cause);
    }
  }
}
