package dev.curtain.simulation;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.SideCounts;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The requests of all users, counted per track as the router counts them. */
final class Users {
  private final Site world;

  private final Map<String, long[]> tracks = new LinkedHashMap<>();

  /** Per track that gets copies: copies, originals that failed, copies that failed. */
  private final Map<String, long[]> mirrors = new LinkedHashMap<>();

  /** Requests that wait at a closed service, oldest first. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private long servedTo;
  private long unrouted;
  private long held;

  private record Waiting(long since, long requests) {}

  Users(Site world) {
    this.world = world;
  }

  /** Counts per track: requests started and failed, since the world began. */
  record Counts(Map<String, long[]> tracks, Map<String, long[]> mirrors) {
    /** Of one side's copies: how many, originals that failed, copies that failed. */
    long mirrored(List<TrackSpec> side, int which) {
      long sum = 0;
      for (TrackSpec track : side) {
        long[] counts = mirrors.get(track.name());
        sum += counts == null ? 0 : counts[which];
      }
      return sum;
    }

    long started(List<TrackSpec> side) {
      return sum(side, 0);
    }

    long failed(List<TrackSpec> side) {
      return sum(side, 1);
    }

    private long sum(List<TrackSpec> side, int which) {
      long sum = 0;
      for (TrackSpec track : side) {
        long[] counts = tracks.get(track.name());
        sum += counts == null ? 0 : counts[which];
      }
      return sum;
    }
  }

  /** Users come from here on; what was before does not count. */
  void open() {
    tracks.clear();
    unrouted = 0;
    servedTo = world.agenda().now();
  }

  /** Everything up to now is asked and answered. */
  void serve() {
    long now = world.agenda().now();
    if (now == servedTo) {
      return;
    }
    double requests = world.scenario().requestsPerSecond() * (now - servedTo) / 1_000;
    servedTo = now;
    Table table = world.table();
    if (table.closed() && longestWait() > 0) {
      hold(world.chance().count(requests), now);
    } else if (table.backends().isEmpty()) {
      unrouted += world.chance().count(requests);
    } else {
      divide(requests + released(), table);
      table.copies().ifPresent(copies -> copy(requests, copies, table));
    }
  }

  private long longestWait() {
    return world.scenario().surroundings().longestWait().toMillis();
  }

  private void hold(long requests, long now) {
    held += requests;
    waiting.add(new Waiting(now, requests));
    while (!waiting.isEmpty() && waiting.getFirst().since() + longestWait() < now) {
      unrouted += waiting.removeFirst().requests();
    }
  }

  /** Whoever waited is served first. */
  private long released() {
    long requests = waiting.stream().mapToLong(Waiting::requests).sum();
    waiting.clear();
    return requests;
  }

  private void divide(double requests, Table table) {
    double rest = 1;
    for (int i = 0; i < table.groups().size(); i++) {
      double part =
          world.scenario().surroundings().group(table.asked().groups().get(i).audience().name());
      divide(requests * part, table.groups().get(i), table);
      rest -= part;
    }
    divide(requests * Math.max(0, rest), table.weights(), table);
  }

  private void divide(double requests, Map<String, Integer> weights, Table table) {
    weights.forEach((track, weight) -> {
      if (weight > 0) {
        long n = world.chance().count(requests * weight / Shares.WHOLE);
        long[] counts = tracks.computeIfAbsent(track, _ -> new long[2]);
        counts[0] += n;
        counts[1] += world.chance().of(n, failing(track, table));
      }
    });
  }

  private void copy(double requests, Division.Copies copies, Table table) {
    double originals = 0;
    for (Map.Entry<String, Integer> weight : table.weights().entrySet()) {
      if (weight.getValue() > 0) {
        originals += failing(weight.getKey(), table) * weight.getValue() / Shares.WHOLE;
      }
    }
    long n = world.chance().count(requests * copies.share() / 100);
    long[] counts = mirrors.computeIfAbsent(copies.track(), _ -> new long[3]);
    counts[0] += n;
    counts[1] += world.chance().of(n, originals);
    counts[2] += world.chance().of(n, failing(copies.track(), table));
  }

  private double failing(String track, Table table) {
    List<String> backends = table.backends().getOrDefault(track, List.of());
    if (backends.isEmpty()) {
      return 1;
    }
    int serving = 0;
    for (String backend : backends) {
      serving += world.hosts().serves(backend) ? 1 : 0;
    }
    Hosts.Host any = world.hosts().host(backends.getFirst());
    String version = any == null ? "" : any.track().version();
    double own = world.scenario().behaviour(version).failingAt(world.hosts().sinceReady(version));
    return 1 - (1 - own) * serving / backends.size();
  }

  /** As it is now. */
  Counts counts() {
    serve();
    Map<String, long[]> copy = new LinkedHashMap<>();
    tracks.forEach((track, counts) -> copy.put(track, counts.clone()));
    Map<String, long[]> copied = new LinkedHashMap<>();
    mirrors.forEach((track, counts) -> copied.put(track, counts.clone()));
    return new Counts(copy, copied);
  }

  /** A side as a rollout is told of it: what is on the way is what began in the last moments. */
  SideCounts side(List<TrackSpec> side, Counts counts) {
    long inFlight = 0;
    Table table = world.table();
    for (TrackSpec track : side) {
      inFlight += table.weight(track.name()) > 0 ? 1 : 0;
    }
    long started = counts.started(side);
    return new SideCounts(started, Math.min(started, inFlight), 0, 0);
  }

  /** What each version was given until now. */
  Map<String, Paper.Served> served(Known known) {
    Map<String, Paper.Served> versions = new TreeMap<>();
    tracks.forEach((name, counts) -> {
      TrackSpec track = known.track(name);
      versions.merge(
          track == null ? TrackSpec.UNVERSIONED : track.version(),
          new Paper.Served(counts[0], counts[1]),
          (a, b) -> new Paper.Served(a.requests() + b.requests(), a.failed() + b.failed()));
    });
    return versions;
  }

  /** Requests that nobody served. */
  long unrouted() {
    return unrouted + waiting.stream().mapToLong(Waiting::requests).sum();
  }

  /** Requests that had to wait at a closed service, whatever became of them. */
  long held() {
    return held;
  }

  /** Copies that each track was given, and how many of them failed. */
  Paper.Served copies() {
    long all = 0;
    long failed = 0;
    for (long[] counts : mirrors.values()) {
      all += counts[0];
      failed += counts[2];
    }
    return new Paper.Served(all, failed);
  }
}
