package dev.curtain.rollout;

/**
 * The replicas of one service, at one version, in one place: the unit that traffic is given to.
 *
 * @param name unique for ever; the key of replicas, route weights and measures
 * @param version {@link #UNVERSIONED} where the model names none
 * @param node path of the node it runs on
 * @param replicas at full size
 * @param share per cent of its side's traffic that this place takes; the shares of one side sum to
 *     100
 */
public record TrackSpec(
    String name, String service, String version, String node, int replicas, double share) {
  /** Stands for a version where the model names none. */
  public static final String UNVERSIONED = "unversioned";

  public TrackSpec {
    if (replicas < 0) {
      throw new IllegalArgumentException(name + ": replicas " + replicas + " (expected: >= 0)");
    }
    if (!(share >= 0 && share <= 100)) {
      throw new IllegalArgumentException(name + ": share " + share + " (expected: 0..100)");
    }
  }
}
