package dev.curtain.simulation;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Plays as many worlds as one likes: {@code dev/simulate-worlds [HOW_MANY] [FIRST_SEED]}. Ends with
 * 1 where a promise was broken.
 */
final class ManyWorlds {
  private static final int PARTS = 20;

  private ManyWorlds() {}

  /** What was seen so far. */
  private static final class Sums {
    final AtomicLong events = new AtomicLong();
    final AtomicLong crashes = new AtomicLong();
    final AtomicLong rollouts = new AtomicLong();
    final AtomicLong violations = new AtomicLong();

    void add(Outcome outcome) {
      events.addAndGet(outcome.events());
      crashes.addAndGet(outcome.crashes());
      rollouts.addAndGet(outcome.rollouts());
      outcome
          .violation()
          .ifPresent(violation -> {
            violations.incrementAndGet();
            System.out.println(Told.of(outcome.seed(), violation));
          });
    }
  }

  public static void main(String[] args) {
    long worlds = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
    Sums sums = new Sums();
    long begin = System.nanoTime();
    for (int part = 0; part < PARTS; part++) {
      long from = first + worlds * part / PARTS;
      long to = first + worlds * (part + 1) / PARTS;
      LongStream.range(from, to).parallel().mapToObj(Worlds::play).forEach(sums::add);
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%d worlds in %.0f s (%.0f a second): %d rollouts, %d events, %d crashes of the"
              + " controller, %d violations%n",
          to - first,
          seconds,
          (to - first) / seconds,
          sums.rollouts.get(),
          sums.events.get(),
          sums.crashes.get(),
          sums.violations.get());
    }
    System.exit(sums.violations.get() == 0 ? 0 : 1);
  }
}
