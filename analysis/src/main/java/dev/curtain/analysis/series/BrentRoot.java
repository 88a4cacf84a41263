package dev.curtain.analysis.series;

import java.util.function.DoubleUnaryOperator;

/**
 * Brent's root finder (R. P. Brent, "Algorithms for Minimization without Derivatives", 1973, ch.
 * 4), stepping exactly as R's {@code uniroot} does: the rank statistic is a staircase without a
 * root, and which point near the jump is returned depends on the steps.
 */
final class BrentRoot {
  private static final double EPSILON = StrictMath.ulp(1.0);

  private BrentRoot() {}

  static double of(DoubleUnaryOperator f, double from, double to, double tolerance) {
    var a = from;
    var b = to;
    var fa = f.applyAsDouble(a);
    var fb = f.applyAsDouble(b);
    if (fa == 0) {
      return a;
    }
    var c = a;
    var fc = fa;
    for (var i = 0; i < 1000 && fb != 0; i++) {
      var previous = b - a;
      if (StrictMath.abs(fc) < StrictMath.abs(fb)) {
        a = b;
        b = c;
        c = a;
        fa = fb;
        fb = fc;
        fc = fa;
      }
      var least = 2 * EPSILON * StrictMath.abs(b) + tolerance / 2;
      var step = (c - b) / 2;
      if (StrictMath.abs(step) <= least || fb == 0) {
        return b;
      }
      if (StrictMath.abs(previous) >= least && StrictMath.abs(fa) > StrictMath.abs(fb)) {
        var width = c - b;
        double p;
        double q;
        if (a == c) {
          p = width * (fb / fa);
          q = 1 - fb / fa;
        } else {
          var r = fa / fc;
          var s = fb / fc;
          var t = fb / fa;
          p = t * (width * r * (r - s) - (b - a) * (s - 1));
          q = (r - 1) * (s - 1) * (t - 1);
        }
        if (p > 0) {
          q = -q;
        } else {
          p = -p;
        }
        if (p < 0.75 * width * q - StrictMath.abs(least * q) / 2
            && p < StrictMath.abs(previous * q / 2)) {
          step = p / q;
        }
      }
      if (StrictMath.abs(step) < least) {
        step = step > 0 ? least : -least;
      }
      a = b;
      fa = fb;
      b += step;
      fb = f.applyAsDouble(b);
      if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) {
        c = a;
        fc = fa;
      }
    }
    return b;
  }
}
