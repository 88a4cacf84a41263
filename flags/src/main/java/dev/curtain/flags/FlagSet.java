package dev.curtain.flags;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Flags that were defined together, compiled; safe to use from any thread. */
public final class FlagSet {
  /** No flags. */
  public static final FlagSet NONE = new FlagSet(Map.of(), Map.of(), Shared.NONE, List.of());

  private final Map<String, Flag> flags;
  private final Map<String, Value> metadata;
  private final Shared shared;
  private final List<Problem> warnings;

  /** The map is the set's own from now on. */
  FlagSet(
      Map<String, Flag> flags, Map<String, Value> metadata, Shared shared, List<Problem> warnings) {
    this.flags = Collections.unmodifiableMap(flags);
    this.metadata = metadata;
    this.shared = shared;
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
   * The same set with one flag more or in place of the one of that key; only this one is compiled.
   *
   * @throws InvalidFlags with every reason why not
   */
  public FlagSet with(String key, Value definition) {
    return FlagReader.with(this, key, definition);
  }

  /**
   * The same set without a flag.
   *
   * @throws InvalidFlags if another one waits for it
   */
  public FlagSet without(String key) {
    return FlagReader.without(this, key);
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

  public Optional<Flag> flag(String key) {
    return Optional.ofNullable(flags.get(key));
  }

  Map<String, Flag> byKey() {
    return flags;
  }

  Shared shared() {
    return shared;
  }

  /** Names of segments, and of rings, innermost first. */
  public Set<String> segments() {
    return shared.segments().keySet();
  }

  public List<String> rings() {
    return List.copyOf(shared.rings().keySet());
  }

  public Map<String, Value> metadata() {
    return metadata;
  }

  /** What is accepted and yet not as it should be. */
  public List<Problem> warnings() {
    return warnings;
  }
}
