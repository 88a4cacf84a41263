package dev.curtain.rollout;

import dev.curtain.model.Configuration;
import java.util.Optional;

/**
 * The replicas of one service, at one release set, in one place: the unit that traffic is given to.
 *
 * @param name unique for ever; the key of replicas, route weights and measures
 * @param version {@link #UNVERSIONED} where the model names none
 * @param node path of the node it runs on
 * @param replicas at full size
 * @param share per cent of its side's traffic that this place takes; the shares of one side sum to
 *     100
 * @param configuration what its replicas run with, as long as it is; empty: it was made before that
 *     was written down, and they run with what the model said when it was raised
 * @param deployment id of the rollout that brought it; empty: it was raised with the model, or made
 *     before that was written down
 */
public record TrackSpec(
    String name,
    String service,
    String version,
    String node,
    int replicas,
    double share,
    Optional<Configuration> configuration,
    Optional<String> deployment) {
  /** Stands for a version where the model names none. */
  public static final String UNVERSIONED = "unversioned";

  public TrackSpec {
    configuration = configuration == null ? Optional.empty() : configuration;
    deployment = deployment == null ? Optional.empty() : deployment;
    if (replicas < 0) {
      throw new IllegalArgumentException(name + ": replicas " + replicas + " (expected: >= 0)");
    }
    if (!(share >= 0 && share <= 100)) {
      throw new IllegalArgumentException(name + ": share " + share + " (expected: 0..100)");
    }
  }

  public TrackSpec(
      String name, String service, String version, String node, int replicas, double share) {
    this(name, service, version, node, replicas, share, Optional.empty(), Optional.empty());
  }

  /** The same, running with this. */
  public TrackSpec with(Configuration other) {
    return new TrackSpec(
        name, service, version, node, replicas, share, Optional.of(other), deployment);
  }
}
