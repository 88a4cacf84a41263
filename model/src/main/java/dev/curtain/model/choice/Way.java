package dev.curtain.model.choice;

import dev.curtain.model.Strategy;
import java.util.Arrays;
import java.util.Optional;

/**
 * The strategies one chooses between for getting a version to everybody, the most careful first;
 * with what happens under each when the version is bad. Shadow, A/B and rings answer other
 * questions and may come before any of these.
 */
public enum Way {
  CANARY(
      "canary",
      "the users of its first share",
      "until the verdict: seconds to minutes, by traffic",
      "by a change of route",
      "the replicas of the first share, then as many as it serves"),
  BLUE_GREEN(
      "blue-green",
      "nobody before the switch, everybody after it (with stages: the first stage)",
      "until the alarm of the soak, or a person",
      "by a change of route, while the old side is kept warm",
      "twice the replicas while both sides stand"),
  ROLLING(
      "rolling",
      "more users with each batch",
      "until the verdict on a batch",
      "by a change of route for what is left of the old version, then batch by batch",
      "the surge"),
  RECREATE(
      "recreate",
      "everybody, after everybody has waited",
      "until somebody notices",
      "by starting the old version again: the gap once more",
      "nothing but the gap");

  private final String label;
  private final String seenBy;
  private final String lasts;
  private final String undone;
  private final String costs;

  Way(String label, String seenBy, String lasts, String undone, String costs) {
    this.label = label;
    this.seenBy = seenBy;
    this.lasts = lasts;
    this.undone = undone;
    this.costs = costs;
  }

  /** As a model writes it. */
  public String label() {
    return label;
  }

  /** Who meets a bad version. */
  public String seenBy() {
    return seenBy;
  }

  /** For how long. */
  public String lasts() {
    return lasts;
  }

  /** How it is undone. */
  public String undone() {
    return undone;
  }

  public String costs() {
    return costs;
  }

  /** The same as a strategy of the model; empty for those that do not serve this purpose. */
  public static Optional<Way> of(Strategy strategy) {
    return Arrays.stream(values()).filter(way -> way.label.equals(strategy.label())).findFirst();
  }
}
