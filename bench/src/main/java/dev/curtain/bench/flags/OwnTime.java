package dev.curtain.bench.flags;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What one operation takes of its thread's own processor time: other work on the machine counts for
 * little in it, and in the wall's time for a lot.
 */
public final class OwnTime {
  private static final int WARM_ROUNDS = 4;
  private static final int ROUNDS = 7;

  private OwnTime() {}

  /**
   * @param operations in each round
   * @return the least and the median round, in nanoseconds of processor time, and bytes allocated,
   *     for each operation
   */
  public static Map<String, Double> of(BooleanSupplier operation, int operations) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int yes = 0;
    for (int round = 0; round < WARM_ROUNDS; round++) {
      yes += run(operation, operations);
    }
    double[] nanos = new double[ROUNDS];
    long bytes = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      long begun = threads.getCurrentThreadCpuTime();
      yes += run(operation, operations);
      nanos[round] = (double) (threads.getCurrentThreadCpuTime() - begun) / operations;
    }
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    if (yes == 0) {
      throw new IllegalStateException("no operation said yes (expected: some of them)");
    }
    Arrays.sort(nanos);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("cpuNanosPerOp", nanos[0]);
    figures.put("medianCpuNanosPerOp", nanos[ROUNDS / 2]);
    figures.put("bytesPerOp", (double) bytes / ROUNDS / operations);
    return figures;
  }

  /** How many answers were yes: every answer counts, so that none is left out. */
  private static int run(BooleanSupplier operation, int operations) {
    int seen = 0;
    for (int i = 0; i < operations; i++) {
      seen += operation.getAsBoolean() ? 1 : 0;
    }
    return seen;
  }
}
