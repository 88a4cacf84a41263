package dev.curtain.model;

import java.util.Map;
import java.util.Optional;

/**
 * How a version runs in one place: what is started, how it is asked whether it is ready, its
 * variables, and where its secrets are. It belongs to the version's release set: it goes forward
 * and back with it.
 *
 * @param run command line with {@code {version} {port} {node} {replica}} to fill in
 * @param ready path that answers 2xx while a replica may have requests
 * @param env variables and their values
 * @param secrets variables and where their values are; never the values
 */
public record Configuration(
    Optional<String> run,
    Optional<String> image,
    Optional<String> ready,
    Map<String, String> env,
    Map<String, String> secrets) {
  /** Of a model that says nothing about it. */
  public static final Configuration NONE =
      new Configuration(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Map.of());

  public Configuration {
    env = Ordered.copyOf(env);
    secrets = Ordered.copyOf(secrets);
  }
}
