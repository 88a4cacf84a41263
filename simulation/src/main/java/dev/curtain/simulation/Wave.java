package dev.curtain.simulation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody deploys at once.
 *
 * @param versions by service, in the order in which they go
 * @param inOrder as a set: one after the other, or in one route table; empty: one service alone
 */
public record Wave(Map<String, String> versions, Optional<Boolean> inOrder) {
  public Wave {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }

  static Wave of(String service, String version) {
    return new Wave(Map.of(service, version), Optional.empty());
  }
}
