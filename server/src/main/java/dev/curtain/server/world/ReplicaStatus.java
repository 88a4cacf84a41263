package dev.curtain.server.world;

/** Where a replica is in its life. */
public enum ReplicaStatus {
  /** On record, perhaps started; to be made ready. */
  PLANNED,
  /** Verified ready: may be given requests. */
  READY,
  /** Out of the table unless nobody else can answer, finishing what it has. */
  DRAINING,
  /** Ended by itself. */
  LOST,
  /** Ended on purpose. */
  STOPPED;

  /** Whether it runs or is to run. */
  public boolean alive() {
    return this == PLANNED || this == READY;
  }

  /** Whether nothing more will come of it. */
  public boolean gone() {
    return this == LOST || this == STOPPED;
  }
}
