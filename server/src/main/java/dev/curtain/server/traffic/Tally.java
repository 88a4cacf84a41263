package dev.curtain.server.traffic;

import dev.curtain.router.LatencyCounts;
import dev.curtain.server.traffic.TrafficReport.Second;
import dev.curtain.server.traffic.TrafficReport.TrackTraffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what ended. One lock: a few thousand records a second do not contend. */
final class Tally {
  private static final int FAILURES_KEPT = 100;

  private final Failure.Attribution attribution;
  private final Counts all = new Counts();
  private final Map<String, Counts> tracks = new HashMap<>();
  private final TreeMap<Long, SecondCounts> seconds = new TreeMap<>();
  private final Map<Integer, Long> statuses = new HashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private long started;
  private long retried;
  private long heldBack;
  private long worstLagNanos;

  Tally(Failure.Attribution attribution) {
    this.attribution = attribution;
  }

  /**
   * One request that ended.
   *
   * @param second since the start, in which it was sent
   * @param track empty where it is not known
   * @param status 0 without an answer
   */
  record Ended(int user, long second, String track, int status, long latencyMicros) {}

  synchronized void started(long lagNanos) {
    started++;
    worstLagNanos = Math.max(worstLagNanos, lagNanos);
  }

  synchronized void retried() {
    retried++;
  }

  synchronized void heldBack() {
    heldBack++;
  }

  synchronized void ended(Ended ended, Optional<Failure> failure) {
    boolean failed = failure.isPresent();
    boolean notInjected = failed && !attribution.injected(failure.orElseThrow());
    all.add(ended, failed, notInjected);
    SecondCounts second = seconds.computeIfAbsent(ended.second(), _ -> new SecondCounts());
    second.add(ended, failed, notInjected);
    if (!ended.track().isEmpty()) {
      tracks.computeIfAbsent(ended.track(), _ -> new Counts()).add(ended, failed, notInjected);
    }
    if (ended.status() > 0) {
      statuses.merge(ended.status(), 1L, Long::sum);
    }
    if (notInjected && failures.size() < FAILURES_KEPT) {
      failures.add(failure.orElseThrow());
    }
  }

  synchronized TrafficReport report(Duration elapsed) {
    List<Second> series = new ArrayList<>();
    seconds.forEach((number, counts) -> {
      while (series.size() < number) {
        series.add(Second.NOTHING);
      }
      series.add(counts.second());
    });
    return new TrafficReport(
        all.requests,
        started - all.requests,
        all.failed,
        all.failedNotInjected,
        retried,
        heldBack,
        statuses,
        tracks.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().traffic())),
        series,
        failures,
        new LatencyCounts(all.latency),
        Duration.ofNanos(worstLagNanos),
        elapsed);
  }

  private static final class Counts {
    private final long[] latency = new long[LatencyCounts.BUCKETS];
    private final BitSet users = new BitSet();
    private long requests;
    private long failed;
    private long failedNotInjected;

    void add(Ended ended, boolean bad, boolean notInjected) {
      requests++;
      failed += bad ? 1 : 0;
      failedNotInjected += notInjected ? 1 : 0;
      users.set(ended.user());
      latency[LatencyCounts.bucketOf(ended.latencyMicros())]++;
    }

    TrackTraffic traffic() {
      return new TrackTraffic(
          requests, failed, failedNotInjected, users.cardinality(), new LatencyCounts(latency));
    }
  }

  private static final class SecondCounts {
    private final Map<String, Long> tracks = new HashMap<>();
    private long requests;
    private long failed;
    private long failedNotInjected;

    void add(Ended ended, boolean bad, boolean notInjected) {
      requests++;
      failed += bad ? 1 : 0;
      failedNotInjected += notInjected ? 1 : 0;
      if (!ended.track().isEmpty()) {
        tracks.merge(ended.track(), 1L, Long::sum);
      }
    }

    Second second() {
      return new Second(requests, failed, failedNotInjected, tracks);
    }
  }
}
