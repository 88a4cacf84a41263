package dev.curtain.simulation;

import dev.curtain.analysis.Normal;

/**
 * How a version behaves. Times are milliseconds of the world's clock, latencies microseconds.
 *
 * @param failing share of requests that fail, 0..1
 * @param addedMicros every answer comes this much later
 * @param slowShare share of requests, 0..1, that take {@code slowMicros}
 * @param burstLength the above holds for so long out of every {@code burstPeriod}; 0: always
 * @param crashAfter a replica ends this long after it was ready; 0: never
 * @param unready it never says that it is ready
 */
public record Behaviour(
    double failing,
    long addedMicros,
    double slowShare,
    long slowMicros,
    long burstLength,
    long burstPeriod,
    long crashAfter,
    boolean unready) {
  /** Nothing is wrong with it. */
  public static final Behaviour SOUND = new Behaviour(0, 0, 0, 0, 0, 0, 0, false);

  /** Of the natural logarithm of the latency in microseconds: median 4 ms, 99 % below 15 ms. */
  private static final double LOG_MEDIAN = StrictMath.log(4_000);

  private static final double LOG_SIGMA = StrictMath.log(15.0 / 4.0) / 2.326;

  /** Nothing but this share of requests fails. */
  public static Behaviour failing(double share) {
    return new Behaviour(share, 0, 0, 0, 0, 0, 0, false);
  }

  /** The same, and this share of what did not fail fails too. */
  public Behaviour alsoFailing(double share) {
    return new Behaviour(
        1 - (1 - failing) * (1 - share),
        addedMicros,
        slowShare,
        slowMicros,
        burstLength,
        burstPeriod,
        crashAfter,
        unready);
  }

  /** The same, every answer so much later. */
  public Behaviour slowerBy(long micros) {
    return new Behaviour(
        failing,
        addedMicros + micros,
        slowShare,
        slowMicros,
        burstLength,
        burstPeriod,
        crashAfter,
        unready);
  }

  /** The same, with slow answers for some. */
  public Behaviour withTail(double share, long micros) {
    return new Behaviour(
        failing, addedMicros, share, micros, burstLength, burstPeriod, crashAfter, unready);
  }

  /** The same, each replica ending so many milliseconds after it was ready. */
  public Behaviour crashing(long after) {
    return new Behaviour(
        failing, addedMicros, slowShare, slowMicros, burstLength, burstPeriod, after, unready);
  }

  /** The same, never ready. */
  public Behaviour neverReady() {
    return new Behaviour(
        failing, addedMicros, slowShare, slowMicros, burstLength, burstPeriod, crashAfter, true);
  }

  /** The same, only for so many milliseconds out of every {@code period}. */
  public Behaviour inBursts(long length, long period) {
    return new Behaviour(
        failing, addedMicros, slowShare, slowMicros, length, period, crashAfter, unready);
  }

  private boolean holds(long sinceReady) {
    return burstPeriod == 0 || sinceReady % burstPeriod < burstLength;
  }

  /** Share of requests that fail so long after the version's first replica became ready. */
  public double failingAt(long sinceReady) {
    return holds(sinceReady) ? failing : 0;
  }

  /** Share of requests that take longer than {@code boundMicros}. */
  public double slowerThan(long boundMicros, long sinceReady) {
    if (!holds(sinceReady)) {
      return tail(boundMicros);
    }
    double usual = tail(boundMicros - addedMicros);
    return slowShare > 0 && slowMicros > boundMicros ? slowShare + (1 - slowShare) * usual : usual;
  }

  private static double tail(long micros) {
    return micros <= 0 ? 1 : Normal.cdf((LOG_MEDIAN - StrictMath.log(micros)) / LOG_SIGMA);
  }

  /** The latency that this share of requests, 0..1, stays below. */
  public static long quantileMicros(double share) {
    return Math.round(StrictMath.exp(LOG_MEDIAN + LOG_SIGMA * Normal.quantile(share)));
  }
}
