package dev.curtain.analysis;

/** Yes/no outcomes counted: of {@code n} requests {@code bad} were bad. */
public record Tally(long n, long bad) {
  public static final Tally NONE = new Tally(0, 0);

  public Tally {
    if (n < 0 || bad < 0 || bad > n) {
      throw new IllegalArgumentException(
          "tally: " + bad + " of " + n + " (expected: 0 <= bad <= n)");
    }
  }

  public Tally plus(Tally other) {
    return new Tally(n + other.n, bad + other.bad);
  }

  /** Observed share of bad outcomes, 0..1; {@link Double#NaN} where nothing was observed. */
  public double rate() {
    return n == 0 ? Double.NaN : (double) bad / n;
  }
}
