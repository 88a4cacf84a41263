package dev.curtain.server.metrics;

import dev.curtain.model.Analysis.Source;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Asks for the counts of both sides, each by who counts them. */
final class Asked {
  private final Fetch fetch;

  Asked(Fetch fetch) {
    this.fetch = fetch;
  }

  /** Both sides' counts as they are now, by who counts; a side that nobody counts is empty. */
  record Both(Map<String, Count> baseline, Map<String, Count> candidate) {
    static final Both NONE = new Both(Map.of(), Map.of());
  }

  Both of(Source source, RolloutState rollout, World world)
      throws SourceFailure, InterruptedException {
    Optional<String> from = rollout.spec().from();
    if (from.isEmpty() && (source.bad() + source.total() + source.url()).contains("{version}")) {
      throw new SourceFailure("the serving version has no name (expected: version \"…\" there)");
    }
    String before = from.orElse("");
    return new Both(
        side(source, rollout, before, rollout.spec().compared(), world),
        side(source, rollout, rollout.spec().to(), rollout.spec().candidate(), world));
  }

  private Map<String, Count> side(
      Source source, RolloutState rollout, String version, List<TrackSpec> tracks, World world)
      throws SourceFailure, InterruptedException {
    Fill fill = new Fill(version, rollout.spec().id());
    return switch (source.kind()) {
      case PROMETHEUS -> {
        String url = source.url();
        yield counted(
            "prometheus",
            Prometheus.value(fetch.get(Prometheus.address(url, fill.query(source.bad())))),
            Prometheus.value(fetch.get(Prometheus.address(url, fill.query(source.total())))));
      }
      case HTTP -> {
        String body = fetch.get(fill.url(source.url()));
        yield counted(
            "http",
            JsonPath.value(body, fill.plain(source.bad())),
            JsonPath.value(body, fill.plain(source.total())));
      }
      case REPLICAS -> replicas(source, fill, tracks, world);
    };
  }

  private Map<String, Count> replicas(Source source, Fill fill, List<TrackSpec> tracks, World world)
      throws SourceFailure, InterruptedException {
    Map<String, Count> counts = new HashMap<>();
    for (TrackSpec track : tracks) {
      for (ReplicaState replica : world.replicasOf(track.name())) {
        if (replica.status() == ReplicaStatus.READY) {
          String body =
              fetch.get("http://127.0.0.1:" + replica.spec().port() + fill.url(source.url()));
          counts.putAll(
              counted(
                  replica.spec().id(),
                  Exposition.sum(body, fill.query(source.bad())),
                  Exposition.sum(body, fill.query(source.total()))));
        }
      }
    }
    return counts;
  }

  /** Counters of what never happened are often not there: without bad ones there were none. */
  private static Map<String, Count> counted(String who, OptionalDouble bad, OptionalDouble total) {
    return total.isEmpty() ? Map.of() : Map.of(who, new Count(bad.orElse(0), total.getAsDouble()));
  }

  /** What stands for the version and the rollout in texts of the model. */
  private record Fill(String version, String id) {
    String plain(String text) {
      return text.replace("{version}", version).replace("{deployment_id}", id);
    }

    /** Inside a quoted label. */
    String query(String text) {
      return text.replace("{version}", version.replace("\\", "\\\\").replace("\"", "\\\""))
          .replace("{deployment_id}", id);
    }

    String url(String text) {
      return text.replace("{version}", URLEncoder.encode(version, StandardCharsets.UTF_8))
          .replace("{deployment_id}", URLEncoder.encode(id, StandardCharsets.UTF_8));
    }
  }
}
