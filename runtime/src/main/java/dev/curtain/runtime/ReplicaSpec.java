package dev.curtain.runtime;

import java.util.Map;
import java.util.Optional;

/**
 * What to start.
 *
 * @param id unique for ever: {@code shop-api-3f2a-v2-1}
 * @param service path of the element
 * @param version what {@code {version}} stands for; {@code "unversioned"} where the model names
 *     none
 * @param node path of the node, what {@code {node}} stands for
 * @param port loopback port to listen on, what {@code {port}} stands for; chosen by the caller, so
 *     that it is on record before anything starts
 * @param run command line, split by the runtime, never given to a shell; empty for stand-ins
 * @param readyPath path that answers 2xx while the replica is ready; empty: a listening port is
 *     proof enough
 * @param env variables and their values, which are on record
 * @param secrets variables and where their values are, {@code file:PATH} or {@code env:NAME}; the
 *     values themselves are read when it starts, and are nowhere on record
 */
public record ReplicaSpec(
    String id,
    String service,
    String version,
    String node,
    int port,
    Optional<String> run,
    Optional<String> readyPath,
    Map<String, String> env,
    Map<String, String> secrets) {
  public ReplicaSpec {
    env = Map.copyOf(env);
    // Older records have none.
    secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
  }

  /** Without secrets. */
  public ReplicaSpec(
      String id,
      String service,
      String version,
      String node,
      int port,
      Optional<String> run,
      Optional<String> readyPath,
      Map<String, String> env) {
    this(id, service, version, node, port, run, readyPath, env, Map.of());
  }
}
