package dev.curtain.flags;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a variant is being let out to, as the definition says it.
 *
 * @param percent share of everybody, 0..100
 * @param ring its members and those of the rings inside it
 * @param named by attribute, the values that are in
 * @param by the attribute a share is divided by
 */
public record Exposed(
    String variant,
    double percent,
    Optional<String> ring,
    Map<String, List<String>> named,
    String by) {
  public Exposed {
    named = Map.copyOf(named);
  }
}
