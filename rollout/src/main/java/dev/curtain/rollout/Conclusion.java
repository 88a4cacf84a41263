package dev.curtain.rollout;

/** How a rollout ends, once that is settled. */
public enum Conclusion {
  /** The new version has everything and stays. */
  PROMOTED(Phase.PROMOTED),
  /** Both versions were compared on copies of requests; the previous one goes on serving. */
  REPORTED(Phase.REPORTED),
  /** Evidence, a hard failure or a person sent it back. */
  ROLLED_BACK(Phase.ROLLED_BACK),
  /** Time was up without evidence either way; the previous version is back. */
  INCONCLUSIVE(Phase.INCONCLUSIVE),
  /** It could not be carried out; the previous version serves. */
  FAILED(Phase.FAILED);

  private final Phase end;

  Conclusion(Phase end) {
    this.end = end;
  }

  /** The phase it ends in. */
  public Phase end() {
    return end;
  }
}
