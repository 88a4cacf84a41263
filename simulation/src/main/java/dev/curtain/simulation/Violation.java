package dev.curtain.simulation;

import java.util.List;

/**
 * A promise that a world broke.
 *
 * @param trace what happened until then, one line each, with milliseconds since the world began
 */
public record Violation(String invariant, String promise, String what, List<String> trace) {
  public Violation {
    trace = List.copyOf(trace);
  }
}
