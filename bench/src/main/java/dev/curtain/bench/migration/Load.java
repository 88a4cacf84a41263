package dev.curtain.bench.migration;

import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients at a steady pace, whether or not they are answered: latency counts from the moment a
 * request was due. 60 % read, 25 % update, 15 % insert; old clients write {@code amount}, new ones
 * {@code cents}.
 */
final class Load implements AutoCloseable {
  private static final int CONNECTIONS = 16;
  private static final long SECOND = 1_000_000_000L;

  private record Request(long due, boolean fresh, int kind, long id) {}

  /** What came of it. */
  record Outcome(
      int requests,
      int failed,
      int overOneSecond,
      double p50Millis,
      double p99Millis,
      double maxMillis,
      Map<String, Integer> states) {}

  private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<long[]> parts = new ArrayList<>();
  private final Map<String, Integer> states = new TreeMap<>();
  private final AtomicLongArray buckets = new AtomicLongArray(LatencyCounts.BUCKETS);
  private final LongAdder failed = new LongAdder();
  private final Thread pacemaker;
  private volatile boolean over;
  private volatile boolean mixed;

  Load(Server server, String database, int perSecond, long rows) throws SQLException {
    for (int i = 0; i < CONNECTIONS; i++) {
      Connection connection = server.connect(database);
      threads.add(Thread.ofPlatform().start(() -> client(connection)));
    }
    pacemaker = Thread.ofPlatform().start(() -> pace(perSecond, rows));
  }

  /** What was counted so far, as a router counts it. */
  Measures measures() {
    long[] counts = new long[LatencyCounts.BUCKETS];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.get(i);
    }
    LatencyCounts latency = new LatencyCounts(counts);
    long ended = latency.total();
    return new Measures(
        1,
        1,
        0,
        Map.of(
            "orders",
            new Measures.TrackMeasures(
                ended, ended, Math.min(ended, failed.sum()), 0, 0, 0, latency)));
  }

  /** From now on every second writer is of the new version. */
  void mix() {
    mixed = true;
  }

  private void pace(int perSecond, long rows) {
    Random random = new Random(1647);
    long due = System.nanoTime();
    for (long n = 0; !over; n++) {
      due += SECOND / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      boolean fresh = mixed && n % 2 == 0;
      queue.add(new Request(due, fresh, random.nextInt(100), 1 + random.nextLong(rows)));
    }
  }

  private void client(Connection connection) {
    long[] latencies = new long[1024];
    int count = 0;
    try (connection) {
      while (true) {
        @Nullable Request request = queue.poll(50, TimeUnit.MILLISECONDS);
        if (request == null) {
          if (over) {
            break;
          }
          continue;
        }
        try {
          send(connection, request);
        } catch (SQLException e) {
          failed.increment();
          synchronized (states) {
            states.merge(String.valueOf(e.getSQLState()), 1, Integer::sum);
          }
        }
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, count * 2);
        }
        long took = System.nanoTime() - request.due();
        latencies[count++] = took;
        buckets.incrementAndGet(LatencyCounts.bucketOf(took / 1_000));
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    synchronized (parts) {
      parts.add(Arrays.copyOf(latencies, count));
    }
  }

  private static void send(Connection connection, Request request) throws SQLException {
    String column = request.fresh() ? "cents" : "amount";
    String value = request.fresh() ? "?::bigint" : "?::bigint / 100.0";
    String sql =
        request.kind() < 60
            ? "SELECT " + column + ", note FROM orders WHERE id = ?"
            : request.kind() < 85
                ? "UPDATE orders SET " + column + " = " + value + " WHERE id = ?"
                : "INSERT INTO orders (" + column + ", customer) VALUES (" + value + ", ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int at = 1;
      if (request.kind() >= 60) {
        statement.setLong(at++, request.id() * 7 % 100_000);
      }
      statement.setLong(at, request.id());
      statement.execute();
    }
  }

  /** Ends the load, after every request that was due is answered. */
  Outcome end() throws InterruptedException {
    over = true;
    pacemaker.join();
    for (Thread thread : threads) {
      thread.join();
    }
    long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Outcome(
        all.length,
        states.values().stream().mapToInt(Integer::intValue).sum(),
        (int) Arrays.stream(all).filter(each -> each > SECOND).count(),
        at(all, 0.5),
        at(all, 0.99),
        at(all, 1),
        states);
  }

  private static double at(long[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / 1e6;
  }

  @Override
  public void close() {
    over = true;
  }
}
