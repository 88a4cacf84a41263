package dev.curtain.runtime.standin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An alarm that keeps what would take long until the test says that the time has come. */
final class HeldAlarm extends ScheduledThreadPoolExecutor {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FOREVER = Duration.ofDays(1);

  private record Held(Runnable action, Duration delay) {}

  private final List<Held> held = new ArrayList<>();
  private Duration longest = FOREVER;

  HeldAlarm() {
    super(1, Thread.ofPlatform().daemon().name("held-alarm").factory());
  }

  /** From now on nothing rings by itself. */
  void hold() {
    holdLongerThan(Duration.ZERO);
  }

  synchronized void holdLongerThan(Duration delay) {
    longest = delay;
  }

  /** What was held rings now, and from now on everything when it is due. */
  synchronized void ring() {
    longest = FOREVER;
    for (Held each : held) {
      super.schedule(each.action(), 0, TimeUnit.NANOSECONDS);
    }
    held.clear();
  }

  /** The delays of what is held, once there is something. */
  synchronized List<Duration> held() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (held.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("nothing was held within " + PATIENCE);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return held.stream().map(Held::delay).toList();
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    Duration wait = Duration.of(delay, unit.toChronoUnit());
    synchronized (this) {
      if (wait.compareTo(longest) > 0) {
        held.add(new Held(action, wait));
        notifyAll();
        return super.schedule(() -> {}, 0, unit);
      }
    }
    return super.schedule(action, delay, unit);
  }
}
