package dev.curtain.analysis;

/**
 * The point of the line {@code candidate = baseline + tolerance} nearest to a pair of shares.
 *
 * <p>Nearest in the Kullback-Leibler sense, sides weighted by their number of requests: the {@code
 * p} that minimises {@code (1−w)·KL(q0 ‖ p) + w·KL(q1 ‖ p + tolerance)}.
 */
final class Projection {
  private Projection() {}

  /**
   * @param w the candidate's part of the requests, 0 &lt; w &lt; 1
   * @return the baseline's share at the nearest point; the candidate's is {@code tolerance} more
   */
  static double baseline(double q0, double q1, double tolerance, double w) {
    if (tolerance == 0) {
      return (1 - w) * q0 + w * q1;
    }
    // The derivative grows with p and changes sign between q0 and q1 − tolerance.
    var low = StrictMath.max(StrictMath.min(q0, q1 - tolerance), 0);
    var high = StrictMath.min(StrictMath.max(q0, q1 - tolerance), 1 - tolerance);
    var p = low + (high - low) / 2;
    for (var i = 0; i < 100; i++) {
      var r = p + tolerance;
      var a = p * (1 - p);
      var b = r * (1 - r);
      var slope = (1 - w) * (p - q0) / a + w * (r - q1) / b;
      if (slope == 0) {
        return p;
      }
      if (slope < 0) {
        low = p;
      } else {
        high = p;
      }
      var curvature =
          (1 - w) * (a - (p - q0) * (1 - 2 * p)) / (a * a)
              + w * (b - (r - q1) * (1 - 2 * r)) / (b * b);
      var next = p - slope / curvature;
      if (!(next > low && next < high)) {
        next = low + (high - low) / 2;
      }
      if (StrictMath.abs(next - p) <= 1e-15 * p) {
        return next;
      }
      p = next;
    }
    return p;
  }
}
