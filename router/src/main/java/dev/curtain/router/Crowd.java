package dev.curtain.router;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are under way in the router, counted only where that is bounded. */
final class Crowd {
  private static final int COPIES_PERCENT = 70;
  private static final int EXPENDABLE_PERCENT = 85;

  private final LoadLimits limits;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final int dense;

  Crowd(LoadLimits limits) {
    this.limits = limits;
    dense = share(COPIES_PERCENT);
  }

  private int share(int percent) {
    return limits.router() == 0 ? 0 : Math.max(1, (int) ((long) limits.router() * percent / 100));
  }

  LoadLimits limits() {
    return limits;
  }

  int inFlight() {
    return inFlight.get();
  }

  /** The router's bound for requests that are turned away first; 0: none. */
  int mostExpendable() {
    return share(EXPENDABLE_PERCENT);
  }

  /** Whether there is so much under way that what nobody waits for is left out. */
  boolean dense() {
    return dense > 0 && inFlight.get() >= dense;
  }

  /**
   * @param most with which one more is let in; 0: any number
   */
  boolean enter(int most) {
    if (most > 0 && inFlight.incrementAndGet() > most) {
      inFlight.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    if (dense > 0) {
      inFlight.decrementAndGet();
    }
  }
}
