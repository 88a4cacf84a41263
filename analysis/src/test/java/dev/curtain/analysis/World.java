package dev.curtain.analysis;

import java.util.function.Supplier;

/** Simulated traffic: one run is a supplier of blocks, one after the other. */
interface World {
  Supplier<Block.Sides> start(Draws draws);

  /** Requests that fail independently. */
  static World steady(long baseline, long candidate, double p0, double p1) {
    return draws -> () -> new Block.Sides(draws.tally(baseline, p0), draws.tally(candidate, p1));
  }

  /** Gamma-Poisson bursts; each block has its own rate, one for both sides or one for each. */
  static World bursty(
      long baseline, long candidate, double p0, double p1, double shape, boolean shared) {
    return draws ->
        () -> {
          var here = draws.gamma(shape);
          var there = shared ? here : draws.gamma(shape);
          return new Block.Sides(
              draws.tally(baseline, StrictMath.min(1, p0 * here)),
              draws.tally(candidate, StrictMath.min(1, p1 * there)));
        };
  }

  /** Log-rates that follow an AR(1) with the given correlation and standard deviation 1. */
  static World drifting(long baseline, long candidate, double p, double rho, boolean shared) {
    return draws -> {
      var state = new double[] {draws.normal(), draws.normal()};
      return () -> {
        for (var i = 0; i < 2; i++) {
          state[i] = rho * state[i] + StrictMath.sqrt(1 - rho * rho) * draws.normal();
        }
        var here = StrictMath.min(1, p * StrictMath.exp(state[0] - 0.5));
        var there = shared ? here : StrictMath.min(1, p * StrictMath.exp(state[1] - 0.5));
        return new Block.Sides(draws.tally(baseline, here), draws.tally(candidate, there));
      };
    };
  }

  /** One request per block, to the candidate with probability {@code share}. */
  static World oneByOne(double share, double p0, double p1) {
    return draws ->
        () ->
            draws.uniform() < share
                ? new Block.Sides(Tally.NONE, draws.tally(1, p1))
                : new Block.Sides(draws.tally(1, p0), Tally.NONE);
  }

  /** Requests that arrive at random, so many per block on average. */
  static World arriving(double baseline, double candidate, double p0, double p1) {
    return draws ->
        () ->
            new Block.Sides(
                draws.tally(draws.poisson(baseline), p0),
                draws.tally(draws.poisson(candidate), p1));
  }
}
