package dev.curtain.flags;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flags that were defined together, compiled; safe to use from any thread. */
public final class FlagSet {
  private final Map<String, Flag> flags;
  private final Map<String, Value> metadata;
  private final List<Problem> warnings;

  FlagSet(Map<String, Flag> flags, Map<String, Value> metadata, List<Problem> warnings) {
    this.flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
    this.metadata = metadata;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Compiles a flagd definition.
   *
   * @throws InvalidFlags with every reason why not
   */
  public static FlagSet read(String json) {
    return FlagReader.read(Json.read(json));
  }

  /**
   * @param timestamp the time in seconds since 1970
   */
  public Answer evaluate(String key, Context context, long timestamp) {
    @Nullable Flag flag = flags.get(key);
    return flag == null
        ? new Answer.Failed(
            Answer.Code.FLAG_NOT_FOUND, key + ": there is no such flag in this set", metadata)
        : flag.evaluate(this, context, timestamp);
  }

  /** The same for a caller who needs a type; another one is TYPE_MISMATCH. */
  public Answer evaluate(String key, FlagType type, Context context, long timestamp) {
    Answer answer = evaluate(key, context, timestamp);
    return answer instanceof Answer.Resolved resolved && !type.fits(resolved.value())
        ? new Answer.Failed(
            Answer.Code.TYPE_MISMATCH,
            key + ": variant " + resolved.variant() + " is no " + type,
            resolved.metadata())
        : answer;
  }

  public Collection<Flag> flags() {
    return flags.values();
  }

  public Map<String, Value> metadata() {
    return metadata;
  }

  /** What is accepted and yet not as it should be. */
  public List<Problem> warnings() {
    return warnings;
  }
}
