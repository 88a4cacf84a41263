package dev.curtain.server.document;

import dev.curtain.model.Databases.Database;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Measures;
import dev.curtain.router.SlowRequest;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.server.metrics.DatabaseWatch;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/debug}: one service from near, for whoever looks for a cause.
 *
 * @param countedSince when the router began to count; null where it does not answer
 * @param slowProblem why there are no slow requests; null where there are, or none was slow
 * @param databases what those behind it say of themselves, and its replicas of them
 */
public record DebugDocument(
    String service,
    String at,
    @Nullable String countedSince,
    List<TrackDocument> tracks,
    List<ReplicaDocument> replicas,
    List<EndedDocument> ended,
    List<SlowDocument> slow,
    @Nullable String slowProblem,
    DatabasesDocument databases) {
  private static final int MOST_ENDED = 50;

  public DebugDocument {
    tracks = List.copyOf(tracks);
    replicas = List.copyOf(replicas);
    ended = List.copyOf(ended);
    slow = List.copyOf(slow);
  }

  /**
   * @param deployment id of the rollout that brought it; null: it was raised with the model
   * @param lost replicas of it that ended by themselves, ever, and were replaced where wanted
   * @param total since {@code countedSince}; null where the router does not answer
   */
  public record TrackDocument(
      String track,
      String version,
      String node,
      @Nullable String deployment,
      double share,
      StatusDocument.Replicas replicas,
      long lost,
      @Nullable Figures total) {}

  /**
   * A replica that has not ended.
   *
   * @param since when it came to be so; null where the log does not say
   * @param inFlight requests that it works on; null where the router does not answer
   */
  public record ReplicaDocument(
      String id,
      String track,
      String version,
      int port,
      String status,
      String why,
      @Nullable String since,
      @Nullable Long inFlight) {}

  /** A replica that ended. */
  public record EndedDocument(String at, String id, String track, String status, String why) {}

  /**
   * @param status 0: not answered whole
   * @param traceId null: the service was told none
   */
  public record SlowDocument(
      String at,
      String track,
      String version,
      String request,
      int status,
      double millis,
      @Nullable String traceId) {}

  /** What the router remembers of requests that were slow, or why it does not. */
  public record Slow(List<SlowRequest> requests, Optional<String> problem) {
    public Slow {
      requests = List.copyOf(requests);
    }
  }

  /**
   * @param about every entry about the service, the oldest first
   * @param databases behind the service, as the model has them
   */
  public static DebugDocument of(
      World world,
      ServiceState service,
      List<Entry> about,
      Optional<Measures> measures,
      Slow slow,
      List<Database> databases,
      DatabaseWatch watch,
      Instant now) {
    Past past = Past.of(about);
    List<TrackSpec> tracks = StatusDocument.tracksOf(world, service);
    Map<String, Integer> weights = StatusDocument.weights(world, service);
    return new DebugDocument(
        service.path(),
        now.toString(),
        measures.map(all -> instant(all.sinceMicros()).toString()).orElse(null),
        tracks.stream()
            .map(track ->
                new TrackDocument(
                    track.name(),
                    track.version(),
                    track.node(),
                    StatusDocument.deployment(world, track.name()).orElse(null),
                    StatusDocument.share(weights.getOrDefault(track.name(), 0)),
                    StatusDocument.replicas(world, track.name()),
                    past.lost().getOrDefault(track.name(), 0L),
                    measures.map(all -> Figures.of(all.track(track.name()))).orElse(null)))
            .toList(),
        tracks.stream()
            .flatMap(track ->
                world.replicasOf(track.name()).stream()
                    .map(replica -> replica(replica, track, past, measures)))
            .toList(),
        past.ended().reversed().stream().limit(MOST_ENDED).toList(),
        slow.requests().stream()
            .filter(each -> isOf(world, each.track(), service.path()))
            .sorted(Comparator.comparingLong(SlowRequest::micros).reversed())
            .map(each -> slow(each, world))
            .toList(),
        slow.problem().orElse(null),
        DatabasesDocument.of(service.path(), databases, tracks, watch));
  }

  private static boolean isOf(World world, String name, String service) {
    TrackSpec track = world.tracks().get(name);
    return track != null && track.service().equals(service);
  }

  private static SlowDocument slow(SlowRequest request, World world) {
    return new SlowDocument(
        instant(request.atMicros()).toString(),
        request.track(),
        Optional.ofNullable(world.tracks().get(request.track())).orElseThrow().version(),
        request.request(),
        request.status(),
        request.micros() / 1_000.0,
        request.traceId().orElse(null));
  }

  private static ReplicaDocument replica(
      ReplicaState replica, TrackSpec track, Past past, Optional<Measures> measures) {
    String id = replica.spec().id();
    return new ReplicaDocument(
        id,
        track.name(),
        track.version(),
        replica.spec().port(),
        word(replica.status()),
        replica.why(),
        Optional.ofNullable(past.since().get(id)).map(Instant::toString).orElse(null),
        measures.map(all -> all.inFlightAt(id)).orElse(null));
  }

  private static String word(ReplicaStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /**
   * What became of replicas.
   *
   * @param since by id, when it came to be as it is
   * @param lost by track, how many ended by themselves
   */
  private record Past(
      Map<String, Instant> since, Map<String, Long> lost, List<EndedDocument> ended) {
    static Past of(List<Entry> about) {
      Map<String, String> tracks = new HashMap<>();
      Map<String, Instant> since = new HashMap<>();
      Map<String, Long> lost = new LinkedHashMap<>();
      List<EndedDocument> ended = new ArrayList<>();
      for (Entry entry : about) {
        if (entry instanceof Entry.ReplicaPlanned planned) {
          ReplicaSpec spec = planned.spec();
          tracks.put(spec.id(), planned.track());
          since.put(spec.id(), planned.at());
        } else if (entry instanceof Entry.ReplicaIs is) {
          String track = tracks.getOrDefault(is.replica(), "");
          since.put(is.replica(), is.at());
          if (is.status().gone()) {
            ended.add(
                new EndedDocument(
                    is.at().toString(), is.replica(), track, word(is.status()), is.why()));
          }
          if (is.status() == ReplicaStatus.LOST) {
            lost.merge(track, 1L, Long::sum);
          }
        }
      }
      return new Past(since, lost, ended);
    }
  }
}
