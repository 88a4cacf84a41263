package dev.curtain.rollout;

/** A rollout that cannot be planned; the message says why and what to do. */
public final class PlanRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public PlanRefused(String message) {
    super(message);
  }
}
