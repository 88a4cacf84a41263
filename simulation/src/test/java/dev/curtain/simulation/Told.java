package dev.curtain.simulation;

import java.util.List;

/** A violation as a person wants to read it. */
final class Told {
  private static final int LINES = 80;

  private Told() {}

  static String of(long seed, Violation violation) {
    List<String> trace = violation.trace();
    return "seed "
        + seed
        + ": "
        + violation.invariant()
        + ": "
        + violation.what()
        + "\n  promised: "
        + violation.promise()
        + "\n"
        + String.join("\n", trace.subList(Math.max(0, trace.size() - LINES), trace.size()))
        + "\n";
  }
}
