package dev.curtain.server.flags;

import dev.curtain.flags.FlagSet;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.server.ofrep.Definition;
import dev.curtain.server.world.Entry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All flags at one moment, as the log's entries come to it. Immutable.
 *
 * @param shared what flags have in common: {@code $segments}, {@code $rings}, {@code $evaluators}
 */
record FlagBook(
    Map<String, Value.Fields> flags, Map<String, Value> shared, FlagSet compiled, String revision) {
  private static final Value.Fields METADATA =
      new Value.Fields(Map.of("lifecycle", Value.of("required")));

  static final FlagBook EMPTY =
      new FlagBook(Map.of(), Map.of(), FlagSet.read(text(Map.of(), Map.of())), "0");

  FlagBook {
    flags = Collections.unmodifiableMap(flags);
    shared = Map.copyOf(shared);
  }

  Optional<Value.Fields> flag(String name) {
    return Optional.ofNullable(flags.get(name));
  }

  /** Its definition or, where the name begins with {@code $}, what is shared under it. */
  Optional<Value> value(String name) {
    return name.startsWith("$")
        ? Optional.ofNullable(shared.get(name))
        : flag(name).map(each -> (Value) each);
  }

  /**
   * @throws InvalidFlags if the flags would not be usable with it
   */
  FlagBook after(Entry.FlagChanged change) {
    Optional<Value> after = change.after().map(Json::read);
    String next = Definition.digest(revision + change.name() + change.after().orElse("gone"));
    if (change.name().startsWith("$")) {
      Map<String, Value> more = new LinkedHashMap<>(shared);
      after.ifPresentOrElse(
          value -> more.put(change.name(), value), () -> more.remove(change.name()));
      return new FlagBook(flags, more, FlagSet.read(text(flags, more)), next);
    }
    Map<String, Value.Fields> more = new LinkedHashMap<>(flags);
    if (after.isPresent() && after.get() instanceof Value.Fields definition) {
      more.put(change.name(), definition);
      return new FlagBook(more, shared, compiled.with(change.name(), definition), next);
    }
    more.remove(change.name());
    return new FlagBook(more, shared, compiled.without(change.name()), next);
  }

  Definition definition() {
    return Definition.of(compiled, revision, () -> text(flags, shared));
  }

  /** The whole definition in flagd's format, with Curtain's additions. */
  static String text(Map<String, Value.Fields> flags, Map<String, Value> shared) {
    Map<String, Value> document = new LinkedHashMap<>();
    document.put("metadata", METADATA);
    shared.forEach((name, value) ->
        document.put(name.equals("$evaluators") ? name : name.substring(1), value));
    document.put("flags", new Value.Fields(new LinkedHashMap<>(flags)));
    return Json.node(document).toString();
  }
}
