package dev.curtain.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the versions of a service run, as its model says it.
 *
 * @param versions by version, by path of the node; the version that serves first
 */
public record Configurations(Map<String, Map<String, Configuration>> versions) {
  /** Of a model that says nothing about it. */
  public static final Configurations NONE = new Configurations(Map.of());

  public Configurations {
    Map<String, Map<String, Configuration>> copy = new LinkedHashMap<>();
    versions.forEach((version, places) -> copy.put(version, Ordered.copyOf(places)));
    versions = Ordered.copyOf(copy);
  }

  /**
   * What a version is to run with at a node: what an instance of it there says, else one elsewhere.
   * A version that the model does not show runs with what the one that serves has.
   */
  public Configuration of(String version, String node) {
    Map<String, Configuration> places =
        versions.containsKey(version)
            ? versions.getOrDefault(version, Map.of())
            : versions.values().stream().findFirst().orElse(Map.of());
    return places.containsKey(node)
        ? places.getOrDefault(node, Configuration.NONE)
        : places.values().stream().findFirst().orElse(Configuration.NONE);
  }

  /** The same, with {@code version} running as it is said here. */
  public Configurations with(String version, Map<String, Configuration> places) {
    Map<String, Map<String, Configuration>> all = new LinkedHashMap<>(versions);
    all.put(version, places);
    return new Configurations(all);
  }
}
