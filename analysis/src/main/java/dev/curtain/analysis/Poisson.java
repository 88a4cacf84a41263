package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;

/** Counts of rare events. */
final class Poisson {
  private Poisson() {}

  record Outcome(double count, double probability) {}

  /**
   * The outcomes that together have all but a millionth of the probability. From a mean of 50 on
   * the mean stands for all.
   */
  static List<Outcome> around(double mean) {
    if (mean > 50) {
      return List.of(new Outcome(mean, 1));
    }
    List<Outcome> outcomes = new ArrayList<>();
    var probability = StrictMath.exp(-mean);
    var left = 1.0;
    for (var count = 0; left > 1e-6; count++) {
      outcomes.add(new Outcome(count, probability));
      left -= probability;
      probability *= mean / (count + 1);
    }
    return outcomes;
  }
}
