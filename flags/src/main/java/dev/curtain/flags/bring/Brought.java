package dev.curtain.flags.bring;

import dev.curtain.flags.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an export comes to.
 *
 * @param flags definitions by key; owner and days may still be missing
 * @param shared what they have in common, by its name in the store: {@code $evaluators}
 * @param notes what is not quite as it was, by key
 * @param refused what cannot be said here, by key, and why
 */
public record Brought(
    Map<String, Value.Fields> flags,
    Map<String, Value> shared,
    Map<String, List<String>> notes,
    Map<String, String> refused) {
  public Brought {
    flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
    shared = Map.copyOf(shared);
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
  }
}
