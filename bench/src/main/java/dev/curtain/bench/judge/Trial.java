package dev.curtain.bench.judge;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Many runs of a stream under a rule.
 *
 * @param seconds to the abort of each run that aborted, ascending
 */
record Trial(int runs, double[] seconds) {
  private static final long SEED = 20_260_101;

  static Trial of(Stream stream, Supplier<Rule> rules, int runs) {
    double[] found = new double[runs];
    int aborted = 0;
    for (int i = 0; i < runs; i++) {
      Stream.Run run = new Stream.Run(stream, SEED + i);
      Rule rule = rules.get();
      for (int past = 0; past < stream.past(); past++) {
        run.next();
        rule.past(run);
      }
      for (int block = 1; block <= stream.blocks(); block++) {
        run.next();
        if (rule.aborts(run)) {
          found[aborted++] = (double) block * stream.blockSeconds();
          break;
        }
      }
    }
    double[] seconds = Arrays.copyOf(found, aborted);
    Arrays.sort(seconds);
    return new Trial(runs, seconds);
  }

  double abortShare() {
    return (double) seconds.length / runs;
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
