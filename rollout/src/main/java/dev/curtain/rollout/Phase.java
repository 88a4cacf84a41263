package dev.curtain.rollout;

/** Where a rollout is. */
public enum Phase {
  PLANNED("planned"),
  BASELINING("observing the serving version"),
  PROVISIONING("starting replicas"),
  SHIFTING("shifting traffic"),
  GATED("waiting at a gate"),
  WATCHING("analysing"),
  EXPERIMENTING("experimenting"),
  AWAITING("waiting for the others"),
  SOAKING("soaking"),
  RETIRING("draining"),
  RESTORING("starting the previous version again"),
  ROLLING_BACK("rolling back"),
  CLEARING("clearing away the candidate"),
  PROMOTED("promoted"),
  REPORTED("compared"),
  ROLLED_BACK("rolled back"),
  INCONCLUSIVE("inconclusive"),
  FAILED("failed");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** Nothing happens any more. */
  public boolean ended() {
    return switch (this) {
      case PROMOTED, REPORTED, ROLLED_BACK, INCONCLUSIVE, FAILED -> true;
      case PLANNED,
          BASELINING,
          PROVISIONING,
          SHIFTING,
          GATED,
          WATCHING,
          EXPERIMENTING,
          AWAITING,
          SOAKING,
          RETIRING,
          RESTORING,
          ROLLING_BACK,
          CLEARING ->
          false;
    };
  }
}
