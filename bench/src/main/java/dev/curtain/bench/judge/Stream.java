package dev.curtain.bench.judge;

/**
 * Simulated traffic, block after block, with a past in which only the baseline serves.
 *
 * @param blockSeconds how long a block lasts
 * @param past blocks before the candidate's first request
 * @param blocks blocks with both sides
 * @param requests in a block, both sides together, on average (Poisson)
 * @param share the candidate's, 0..1
 * @param p0 the baseline's share of bad outcomes on average, {@code p1} the candidate's
 */
record Stream(
    String name,
    Weather weather,
    int blockSeconds,
    int past,
    int blocks,
    double requests,
    double share,
    double p0,
    double p1) {

  /** How the shares of bad outcomes, and the traffic, vary. */
  sealed interface Weather {
    record Steady() implements Weather {}

    /** Gamma-Poisson: every block has a rate of its own, one for both sides or one for each. */
    record Bursts(double shape, boolean shared) implements Weather {}

    /** The logarithm of the rate is an AR(1) with standard deviation 1. */
    record Drift(double rho, boolean shared) implements Weather {}

    /** Traffic between 0.1 and 1.9 of the mean, failures between 0.2 and 1.8, out of step. */
    record Day() implements Weather {}
  }

  Stream named(String other) {
    return new Stream(other, weather, blockSeconds, past, blocks, requests, share, p0, p1);
  }

  Stream withPast(int other) {
    return new Stream(name, weather, blockSeconds, other, blocks, requests, share, p0, p1);
  }

  Stream lasting(int other) {
    return new Stream(name, weather, blockSeconds, past, other, requests, share, p0, p1);
  }

  /** One run of a stream: a cursor over its blocks. */
  static final class Run {
    private final Stream stream;
    private final Draws draws;
    private final double phase;
    private double here;
    private double there;
    private int block;

    /** The block that {@link #next} went to. */
    int n0;

    int bad0;
    int n1;
    int bad1;

    Run(Stream stream, long seed) {
      this.stream = stream;
      this.draws = new Draws(seed);
      this.phase = draws.uniform();
      this.here = draws.normal();
      this.there = draws.normal();
    }

    Draws draws() {
      return draws;
    }

    void next() {
      double load = 1;
      double rate0 = 1;
      double rate1 = 1;
      switch (stream.weather) {
        case Weather.Steady() -> {}
        case Weather.Bursts(double shape, boolean shared) -> {
          rate0 = draws.gamma(shape);
          rate1 = shared ? rate0 : draws.gamma(shape);
        }
        case Weather.Drift(double rho, boolean shared) -> {
          double fresh = Math.sqrt(1 - rho * rho);
          here = rho * here + fresh * draws.normal();
          there = rho * there + fresh * draws.normal();
          rate0 = Math.exp(here - 0.5);
          rate1 = shared ? rate0 : Math.exp(there - 0.5);
        }
        case Weather.Day() -> {
          double angle = 2 * Math.PI * ((double) block / stream.blocks + phase);
          load = 1 + 0.9 * Math.sin(angle);
          rate0 = 1 + 0.8 * Math.sin(angle + 1);
          rate1 = rate0;
        }
      }
      // A Poisson number of requests, each on one of the sides and good or bad, is four Poisson
      // numbers that are independent of each other.
      double share = block < stream.past ? 0 : stream.share;
      double load1 = stream.requests * load * share;
      double load0 = stream.requests * load - load1;
      double p0 = Math.min(1, stream.p0 * rate0);
      double p1 = Math.min(1, stream.p1 * rate1);
      bad0 = draws.poisson(load0 * p0);
      n0 = bad0 + draws.poisson(load0 * (1 - p0));
      bad1 = draws.poisson(load1 * p1);
      n1 = bad1 + draws.poisson(load1 * (1 - p1));
      block++;
    }
  }
}
