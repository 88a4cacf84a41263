package dev.curtain.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * How much more the blocks scatter than independent requests would, as a variance ratio ≥ 1.
 *
 * <p>Errors come in bursts and drift, and ten errors of one burst are not ten pieces of evidence.
 * What hits both sides cancels in {@link ComparisonTest}; what hits a side alone does not. The
 * judge therefore divides the evidence of every block by what this ratio was before it, and the sum
 * once more where the ratio has turned out larger since (quasi-likelihood: McCullagh and Nelder,
 * "Generalized Linear Models", 1989, §4.5). Division by a number ≥ 1 takes nothing from the
 * guarantee for independent requests: e^(1/φ) ≤ max(1, e). For bursts of one side it is an
 * estimate, not a proof; simulations check it.
 *
 * <p>The ratio of the comparison is foretold from the serving version's own {@link Wander}: if each
 * side's share wanders with relative variance A (in blocks), the log ratio of the two varies by 2A
 * beside 1/bad + 1/bad of a block. Where candidate and baseline were seen to move together, the
 * scatter of their differences takes its place, as soon as even its upper limit is smaller.
 */
final class Dispersion {
  private static final Dispersion NONE = new Dispersion(Wander.none(), List.of());

  /** Shares wander with longer tails than the variance tells; simulated. */
  private static final double TAILS = 3;

  private static final double BEFORE = 4;
  private static final double BEFORE_WEIGHT = 1;

  /** Batches needed before a size above one block is believed. */
  private static final long ENOUGH_BATCHES = 4;

  /** Bad outcomes on each side before their pairing says anything. */
  private static final long ENOUGH_BAD = 5;

  /** Sizes that must be known before it is believed that the sides move together. */
  private static final int ENOUGH_SIZES = 3;

  private final Wander serving;
  private final List<Scatter> scales;

  private Dispersion(Wander serving, List<Scatter> scales) {
    this.serving = serving;
    this.scales = scales;
  }

  static Dispersion none() {
    return NONE;
  }

  /** A block before the candidate's first request. */
  Dispersion learn(Tally baseline) {
    return baseline.n() == 0 ? this : new Dispersion(serving.plus(baseline), scales);
  }

  Dispersion observe(Block.Sides block) {
    if (block.baseline().n() + block.candidate().n() == 0) {
      return this;
    }
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
    return new Dispersion(serving.plus(block.baseline()), List.copyOf(next));
  }

  /** All requests since the candidate's first. */
  Block.Sides compared() {
    return scales.isEmpty() ? Scatter.none().total() : scales.getFirst().total();
  }

  /** For the comparison of the two sides and for the candidate against a bound. */
  double ofComparison() {
    var all = compared();
    if (all.candidate().n() == 0 || all.candidate().bad() == all.candidate().n()) {
      return 1; // everything failed in every block: nothing scatters
    }
    var foretold = foretold(all, scales.getFirst().count());
    var seen = 1.0;
    if (all.baseline().bad() < ENOUGH_BAD || all.candidate().bad() < ENOUGH_BAD) {
      for (var i = 0; i < scales.size() && isBelieved(i); i++) {
        seen = StrictMath.max(seen, scales.get(i).ofCandidate());
      }
      return StrictMath.max(foretold, seen);
    }
    if (scales.size() < ENOUGH_SIZES || !isBelieved(ENOUGH_SIZES - 1)) {
      return foretold;
    }
    for (var i = 0; i < scales.size() && isBelieved(i); i++) {
      seen = StrictMath.max(seen, scales.get(i).mostOfPairs());
    }
    return StrictMath.min(foretold, seen);
  }

  /**
   * What is known of the scatter before this block, for its evidence to be divided by.
   *
   * @param now {@link #ofComparison}
   */
  Allowance before(Block.Sides block, double now) {
    var scatter = scales.isEmpty() && serving.n() > 0 ? foretold(block, 1) : now;
    return Allowance.of(scatter, serving.blocks());
  }

  private double foretold(Block.Sides all, long blocks) {
    // Its own: under "no different" the candidate's is the same. One more, for there may be more.
    var rate = (serving.bad() + 1) / (serving.n() + 1);
    return ratio(
        serving.relative(),
        rate * all.baseline().n() / blocks,
        rate * all.candidate().n() / blocks);
  }

  private static double ratio(double wander, double badHere, double badThere) {
    return badHere == 0 || badThere == 0
        ? 1
        : 1 + TAILS * 2 * wander / (1 / badHere + 1 / badThere);
  }

  double ofCandidate() {
    return drawn(believed().stream().mapToDouble(Scatter::ofCandidate).reduce(1, StrictMath::max));
  }

  double ofBaseline() {
    return drawn(believed().stream().mapToDouble(Scatter::ofBaseline).reduce(1, StrictMath::max));
  }

  /**
   * What {@link #ofComparison} is on average for independent requests.
   *
   * @param past blocks of the serving version alone, before the candidate's first request
   * @param blocks blocks with both
   * @param badHere bad outcomes of the baseline in a block, {@code badThere} the candidate's, if it
   *     is no worse
   */
  static double expected(double past, double blocks, double badHere, double badThere) {
    return ratio(Wander.expected(past + blocks, badHere), badHere, badThere);
  }

  private boolean isBelieved(int size) {
    return scales.get(size).count() >= (size == 0 ? 2 : ENOUGH_BATCHES);
  }

  private List<Scatter> believed() {
    var result = new ArrayList<Scatter>();
    for (var i = 0; i < scales.size(); i++) {
      if (isBelieved(i)) {
        result.add(scales.get(i));
      }
    }
    return result;
  }

  private double drawn(double measured) {
    var degrees = scales.isEmpty() ? 0 : scales.getFirst().count() - 1;
    return (BEFORE_WEIGHT * BEFORE + degrees * measured) / (BEFORE_WEIGHT + degrees);
  }
}
