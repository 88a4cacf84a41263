package dev.curtain.model;

import dev.curtain.model.Service.Candidate;
import dev.curtain.model.Service.Launch;
import dev.curtain.model.Service.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Understands the instances of one element as a service: what serves, what is proposed beside it,
 * and how the one becomes the other.
 *
 * <p>The version with the larger share serves; where shares are equal, the one in an active place,
 * else the first. An instance without a version runs whatever serves.
 */
final class ServiceReader {
  private final Level deployment;
  private final Properties defaults;
  private final Map<String, Element> elements;
  private final Problems problems;
  private final Readings readings;

  ServiceReader(
      Level deployment,
      Properties defaults,
      Map<String, Element> elements,
      Problems problems,
      Readings readings) {
    this.deployment = deployment;
    this.defaults = defaults;
    this.elements = elements;
    this.problems = problems;
    this.readings = readings;
  }

  Service read(String path, List<Placed> placed, Map<String, Double> written) {
    Map<String, List<Placed>> versions = new LinkedHashMap<>();
    for (Placed one : placed) {
      one.version()
          .ifPresent(version -> versions.computeIfAbsent(version, _ -> new ArrayList<>()).add(one));
    }
    Optional<String> version = serving(versions, written);
    Optional<String> proposed =
        versions.keySet().stream().filter(other -> !version.equals(Optional.of(other))).findFirst();
    checkVersions(path, versions);
    List<Placed> candidates = proposed.map(versions::get).orElse(List.of());
    List<Placed> serving =
        placed.stream()
            .filter(one -> one.version().isEmpty() || one.version().equals(version))
            .toList();
    checkStandby(path, serving);
    double share =
        candidates.stream().mapToDouble(one -> written.getOrDefault(one.path(), 0.0)).sum();
    Optional<Candidate> candidate =
        proposed.map(other -> new Candidate(other, placements(candidates), round(share)));
    Optional<Element> element = Optional.ofNullable(elements.get(path));
    Properties container = element.map(Element::properties).orElse(Properties.NONE);
    List<Properties> sources = new ArrayList<>();
    candidates.forEach(one -> sources.add(one.properties()));
    serving.forEach(one -> sources.add(one.properties()));
    sources.add(container);
    sources.add(defaults);
    return new Service(
        path,
        element.map(Element::title).orElse(path.substring(path.lastIndexOf('.') + 1)),
        version,
        placements(serving),
        candidate,
        new Strategies(readings, problems).of(sources, candidate, serving, written),
        new RollbackPolicies(readings, problems)
            .of(sources)
            .judged(new AnalysisReader(readings, problems).of(sources)),
        new Releases(readings, problems).of(sources),
        launch(container, serving.getFirst().properties()),
        configurations(container, version.orElse(""), serving, versions));
  }

  private static Optional<String> serving(
      Map<String, List<Placed>> versions, Map<String, Double> written) {
    Comparator<Map.Entry<String, List<Placed>>> order =
        Comparator.comparingDouble(entry ->
            -entry.getValue().stream()
                .mapToDouble(one -> written.getOrDefault(one.path(), 0.0))
                .sum());
    return versions.entrySet().stream()
        .min(
            order.thenComparingInt(
                entry -> entry.getValue().stream().anyMatch(Placed::active) ? 0 : 1))
        .map(Map.Entry::getKey);
  }

  private void checkVersions(String path, Map<String, List<Placed>> versions) {
    if (versions.size() > 2) {
      Placed third = versions.values().stream().skip(2).findFirst().orElseThrow().getFirst();
      problems.report(
          Rule.TOO_MANY_VERSIONS,
          third.properties().get("version").map(PropertyValue::span).orElse(third.span()),
          path
              + " has "
              + versions.size()
              + " versions in "
              + deployment.path()
              + " (expected: one that serves and at most one candidate): "
              + String.join(", ", versions.keySet()),
          "finish or take back one rollout before the next begins");
    }
  }

  private void checkStandby(String path, List<Placed> serving) {
    if (serving.stream().allMatch(one -> one.standby() && one.traffic().isEmpty())) {
      problems.report(
          Rule.STANDBY_ONLY,
          serving.getFirst().span(),
          path + " runs in standby places only, so one of them has to serve",
          "place it in an active node too, or give it traffic");
    }
  }

  /** Where some instances run; shares are among them, and a place without one is a standby. */
  private List<Placement> placements(List<Placed> placed) {
    Map<String, Double> shares = Shares.among(deployment, placed);
    return placed.stream()
        .map(one -> {
          double share = round(shares.getOrDefault(one.path(), 0.0));
          return new Placement(
              one.path(), one.level().path(), one.region(), one.replicas(), share, share == 0);
        })
        .toList();
  }

  /** Divisions leave traces far behind the point that nobody wrote. */
  static double round(double share) {
    return Math.round(share * 1e9) / 1e9;
  }

  private static Launch launch(Properties container, Properties instance) {
    return new Launch(
        either("run", container, instance),
        either("image", container, instance),
        either("health", container, instance),
        either("ready", container, instance),
        either("host", container, instance),
        either("path", container, instance),
        variables("env", container, instance),
        variables("secrets", container, instance));
  }

  /** By version, by node; the one that serves first. */
  private static Configurations configurations(
      Properties container,
      String version,
      List<Placed> serving,
      Map<String, List<Placed>> versions) {
    Map<String, Map<String, Configuration>> all = new LinkedHashMap<>();
    all.put(version, configurations(container, serving));
    versions.forEach((other, placed) -> all.putIfAbsent(other, configurations(container, placed)));
    return new Configurations(all);
  }

  private static Map<String, Configuration> configurations(
      Properties container, List<Placed> placed) {
    Map<String, Configuration> places = new LinkedHashMap<>();
    for (Placed one : placed) {
      Properties instance = one.properties();
      places.putIfAbsent(
          one.level().path(),
          new Configuration(
              either("run", container, instance),
              either("image", container, instance),
              either("ready", container, instance).or(() -> either("health", container, instance)),
              variables("env", container, instance),
              variables("secrets", container, instance)));
    }
    return places;
  }

  /** Those of the instance over those of its container. */
  private static Map<String, String> variables(
      String name, Properties container, Properties instance) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Properties source : List.of(container, instance)) {
      Properties block = source.block(name).orElse(Properties.NONE);
      for (String key : block.values().keySet()) {
        block.text(key).ifPresent(value -> variables.put(key, value));
      }
    }
    return variables;
  }

  private static Optional<String> either(String key, Properties container, Properties instance) {
    return instance.text(key).or(() -> container.text(key));
  }
}
