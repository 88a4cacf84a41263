package dev.curtain.bench.judge;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Many runs of a stream under a rule.
 *
 * @param seconds to the abort of each run that aborted, ascending
 */
record Trial(int runs, double[] seconds) {
  private static final long SEED = 20_260_101;

  /** Runs on all cores; which run is on which of them makes no difference to what comes out. */
  static Trial of(Stream stream, Supplier<Rule> rules, int runs) {
    double[] seconds =
        IntStream.range(0, runs)
            .parallel()
            .mapToDouble(i -> run(stream, rules.get(), SEED + i))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return new Trial(runs, seconds);
  }

  /** Seconds to the abort; infinite where there is none. */
  private static double run(Stream stream, Rule rule, long seed) {
    Stream.Run run = new Stream.Run(stream, seed);
    for (int past = 0; past < stream.past(); past++) {
      run.next();
      rule.past(run);
    }
    for (int block = 1; block <= stream.blocks(); block++) {
      run.next();
      if (rule.aborts(run)) {
        return (double) block * stream.blockSeconds();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  double abortShare() {
    return (double) seconds.length / runs;
  }

  /**
   * What the share of aborts is at most, with 97.5 % confidence (Wilson): so many runs show no
   * more.
   */
  double mostAbortShare() {
    double z = 1.96;
    double share = abortShare();
    double middle = share + z * z / (2 * runs);
    double reach = z * Math.sqrt(share * (1 - share) / runs + z * z / (4.0 * runs * runs));
    return (middle + reach) / (1 + z * z / runs);
  }

  /** When so large a part of all runs had aborted; infinite where it never was. */
  double after(double part) {
    int index = (int) Math.ceil(part * runs) - 1;
    return index < seconds.length ? seconds[index] : Double.POSITIVE_INFINITY;
  }

  /** Mean time of those that aborted. */
  double mean() {
    return Arrays.stream(seconds).average().orElse(Double.POSITIVE_INFINITY);
  }
}
