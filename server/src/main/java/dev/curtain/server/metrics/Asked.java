package dev.curtain.server.metrics;

import dev.curtain.analysis.Block;
import dev.curtain.model.Analysis.Source;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.Usage;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Asks for the counts of both sides, each by who counts them. */
final class Asked {
  private final Fetch fetch;
  private final Function<String, Optional<Usage>> usage;

  Asked(Fetch fetch, Function<String, Optional<Usage>> usage) {
    this.fetch = fetch;
    this.usage = usage;
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

  /** The numbers of both sides as they are now. */
  Block.Point point(Source source, RolloutState rollout, World world)
      throws SourceFailure, InterruptedException {
    RolloutSpec spec = rollout.spec();
    if (spec.from().isEmpty() && (source.value() + source.url()).contains("{version}")) {
      throw new SourceFailure("the serving version has no name (expected: version \"…\" there)");
    }
    Fill before = new Fill(spec.from().orElse(""), spec.id());
    Fill after = new Fill(spec.to(), spec.id());
    return new Block.Point(
        number(source, before, spec.compared(), world),
        number(source, after, spec.candidate(), world));
  }

  private Optional<Double> number(Source source, Fill fill, List<TrackSpec> tracks, World world)
      throws SourceFailure, InterruptedException {
    OptionalDouble number =
        switch (source.kind()) {
          case PROMETHEUS ->
              Prometheus.gauge(
                  fetch.get(Prometheus.address(source.url(), fill.query(source.value()))));
          case HTTP ->
              JsonPath.gauge(fetch.get(fill.url(source.url())), fill.plain(source.value()));
          case REPLICAS -> {
            List<Double> each = new ArrayList<>();
            for (ReplicaState replica : ready(tracks, world)) {
              Exposition.gauge(scraped(replica, source, fill), fill.query(source.value()))
                  .ifPresent(each::add);
            }
            yield mean(each);
          }
          case PROCESS -> {
            List<Double> each = new ArrayList<>();
            for (ReplicaState replica : ready(tracks, world)) {
              each.add(taken(replica.spec().id(), source.value()));
            }
            yield mean(each);
          }
        };
    return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
  }

  private static OptionalDouble mean(List<Double> each) {
    return each.stream().mapToDouble(Double::doubleValue).average();
  }

  private double taken(String replica, String what) throws SourceFailure {
    Usage now =
        usage
            .apply(replica)
            .orElseThrow(() ->
                new SourceFailure(
                    replica
                        + ": nobody can tell what it takes (expected: replicas that are processes"
                        + " of this machine, on Linux)"));
    return switch (what) {
      case "memory" -> now.memoryMegabytes();
      case "threads" -> now.threads();
      case "files" -> now.files();
      default -> throw new SourceFailure(what + " (expected: memory, threads, files)");
    };
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
      case PROCESS -> throw new SourceFailure("a process has numbers and no counts");
    };
  }

  private Map<String, Count> replicas(Source source, Fill fill, List<TrackSpec> tracks, World world)
      throws SourceFailure, InterruptedException {
    Map<String, Count> counts = new HashMap<>();
    for (ReplicaState replica : ready(tracks, world)) {
      String body = scraped(replica, source, fill);
      counts.putAll(
          counted(
              replica.spec().id(),
              Exposition.sum(body, fill.query(source.bad())),
              Exposition.sum(body, fill.query(source.total()))));
    }
    return counts;
  }

  private static List<ReplicaState> ready(List<TrackSpec> tracks, World world) {
    return tracks.stream()
        .flatMap(track -> world.replicasOf(track.name()).stream())
        .filter(replica -> replica.status() == ReplicaStatus.READY)
        .toList();
  }

  private String scraped(ReplicaState replica, Source source, Fill fill)
      throws SourceFailure, InterruptedException {
    return fetch.get("http://127.0.0.1:" + replica.spec().port() + fill.url(source.url()));
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
