package dev.curtain.rollout;

/** Where a rollout is. */
public enum Phase {
  PLANNED("planned"),
  BASELINING("observing the serving version"),
  PROVISIONING("starting replicas"),
  SHIFTING("shifting traffic"),
  WATCHING("analysing"),
  SOAKING("soaking"),
  RETIRING("draining"),
  ROLLING_BACK("rolling back"),
  CLEARING("clearing away the candidate"),
  PROMOTED("promoted"),
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
      case PROMOTED, ROLLED_BACK, INCONCLUSIVE, FAILED -> true;
      case PLANNED,
          BASELINING,
          PROVISIONING,
          SHIFTING,
          WATCHING,
          SOAKING,
          RETIRING,
          ROLLING_BACK,
          CLEARING ->
          false;
    };
  }
}
