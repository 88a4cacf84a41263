package dev.curtain.server.flags;

import java.util.Optional;

/**
 * What a client saw of its requests under one variant of a flag.
 *
 * @param failed how many of {@code requests} failed
 * @param slow how many were slower than the client holds for good; empty: not measured
 */
public record Outcome(
    String flag, String variant, long requests, long failed, Optional<Long> slow) {
  public Outcome {
    if (requests < 0 || failed < 0 || failed > requests) {
      throw new IllegalArgumentException(
          "outcome: " + failed + " failed of " + requests + " (expected: 0 <= failed <= requests)");
    }
    if (slow.filter(each -> each < 0 || each > requests).isPresent()) {
      throw new IllegalArgumentException(
          "outcome: " + slow.get() + " slow of " + requests + " (expected: 0 <= slow <= requests)");
    }
  }
}
