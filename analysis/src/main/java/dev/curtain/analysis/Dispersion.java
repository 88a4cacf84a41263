package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * How much more the blocks scatter than independent requests would, as a variance ratio ≥ 1.
 *
 * <p>Errors come in bursts, and ten errors of one burst are not ten pieces of evidence. A burst
 * that hits both sides cancels in {@link ComparisonTest}; one that hits a side alone does not. The
 * judge therefore divides the logarithm of its e-values by this ratio (quasi-likelihood: McCullagh
 * and Nelder, "Generalized Linear Models", 1989, §4.5). Division by a number ≥ 1 takes nothing from
 * the guarantee for independent requests: e^(1/φ) ≤ max(1, e). For bursts of one side it is an
 * estimate, not a proof; simulations check it.
 *
 * <p>The ratio is measured at block sizes 1, 2, 4 … (batch means), because scatter that lasts
 * longer than a block shows only in larger ones, and the largest counts, less one standard error so
 * that noise alone does not cost power. Before several blocks were seen it is drawn to {@link
 * #BEFORE}, so that one block's burst does not decide alone.
 */
final class Dispersion {
  private static final Dispersion NONE = new Dispersion(List.of());
  private static final double BEFORE = 4;
  private static final double BEFORE_WEIGHT = 1;

  /** Batches needed before a size above one block is believed. */
  private static final long ENOUGH_BATCHES = 6;

  /** Bad outcomes on each side before their pairing says anything. */
  private static final long ENOUGH_BAD = 5;

  /** The largest of several noisy ratios, on average; simulated. */
  private static final double NOISE = 1.05;

  private final List<Scatter> scales;

  private Dispersion(List<Scatter> scales) {
    this.scales = scales;
  }

  static Dispersion none() {
    return NONE;
  }

  Dispersion observe(Block.Sides block) {
    var next = new ArrayList<Scatter>(scales.size() + 1);
    var carry = block;
    var carrying = true;
    for (var scale : scales) {
      if (!carrying) {
        next.add(scale);
        continue;
      }
      var after = scale.plus(carry);
      next.add(after);
      carrying = after.count() % 2 == 0;
      if (carrying) {
        carry =
            new Block.Sides(
                scale.last().baseline().plus(carry.baseline()),
                scale.last().candidate().plus(carry.candidate()));
      }
    }
    if (carrying) {
      next.add(Scatter.none().plus(carry));
    }
    return new Dispersion(List.copyOf(next));
  }

  /** All requests of blocks that had both sides. */
  Block.Sides compared() {
    return scales.isEmpty() ? Scatter.none().total() : scales.getFirst().total();
  }

  /** For the comparison of the two sides and for the candidate against a bound. */
  double ofComparison() {
    var all = compared();
    if (all.candidate().bad() == all.candidate().n()) {
      return 1; // everything failed in every block: nothing scatters
    }
    var alone = 1.0;
    var paired = 1.0;
    for (var scale : believed()) {
      alone = StrictMath.max(alone, scale.ofCandidate());
      paired = StrictMath.max(paired, scale.ofPairs());
    }
    var pairs = all.baseline().bad() >= ENOUGH_BAD && all.candidate().bad() >= ENOUGH_BAD;
    return drawn(pairs ? paired : alone);
  }

  double ofCandidate() {
    return drawn(believed().stream().mapToDouble(Scatter::ofCandidate).reduce(1, StrictMath::max));
  }

  double ofBaseline() {
    return drawn(believed().stream().mapToDouble(Scatter::ofBaseline).reduce(1, StrictMath::max));
  }

  /** What {@link #ofComparison} is on average after so many blocks of independent requests. */
  static double expected(double blocks) {
    var degrees = StrictMath.max(0, blocks - 1);
    return (BEFORE_WEIGHT * BEFORE + degrees * NOISE) / (BEFORE_WEIGHT + degrees);
  }

  private List<Scatter> believed() {
    var result = new ArrayList<Scatter>();
    for (var i = 0; i < scales.size(); i++) {
      var scale = scales.get(i);
      if (scale.count() >= (i == 0 ? 2 : ENOUGH_BATCHES)) {
        result.add(scale);
      }
    }
    return result;
  }

  private double drawn(double measured) {
    var degrees = scales.isEmpty() ? 0 : scales.getFirst().count() - 1;
    return (BEFORE_WEIGHT * BEFORE + degrees * measured) / (BEFORE_WEIGHT + degrees);
  }
}
