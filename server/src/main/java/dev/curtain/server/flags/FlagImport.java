package dev.curtain.server.flags;

import dev.curtain.flags.Value;
import dev.curtain.flags.bring.Brought;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.flags.change.Terms;
import dev.curtain.server.flags.FlagStore.Cause;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes flags in that were kept elsewhere; each of them wholly or not at all. */
public final class FlagImport {
  private final Brought brought;
  private final Map<String, String> terms;
  private final LocalDate today;
  private final List<String> changed = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  /**
   * @param terms {@code owner}, {@code category}, {@code remove_by}, for flags that do not say it
   */
  public FlagImport(Brought brought, Map<String, String> terms, LocalDate today) {
    this.brought = brought;
    this.terms = Map.copyOf(terms);
    this.today = today;
  }

  /** What one change of the store is made by: really, or to see what would come of it. */
  public interface Change {
    Object make(String name, Cause cause, FlagStore.Edit edit) throws FlagRefused;
  }

  /**
   * @param who imports
   * @param reason for the record
   */
  public ModelFlags.Merged run(Change change, String who, String reason) {
    brought.refused().forEach((name, why) -> refused.add(name + ": " + why));
    brought
        .shared()
        .forEach((name, value) ->
            attempt(
                change,
                name,
                who,
                reason,
                before -> {
                  if (before.isPresent() && !before.get().equals(value)) {
                    throw new EditRefused("is there already, and otherwise");
                  }
                  return Optional.of(value);
                }));
    for (String name : thoseWaitedForFirst()) {
      Value.Fields definition = brought.flags().getOrDefault(name, new Value.Fields(Map.of()));
      attempt(
          change,
          name,
          who,
          reason,
          before -> {
            if (before.isPresent()) {
              throw new EditRefused("is there already (expected: another key, or removed first)");
            }
            return Optional.of(complete(definition));
          });
    }
    return new ModelFlags.Merged(changed, refused, List.of());
  }

  private void attempt(Change change, String name, String who, String reason, FlagStore.Edit edit) {
    try {
      change.make(name, Cause.of("import", who, reason), edit);
      List<String> notes = brought.notes().getOrDefault(name, List.of());
      changed.add(name + (notes.isEmpty() ? "" : ": " + String.join("; ", notes)));
    } catch (FlagRefused e) {
      refused.add(String.valueOf(e.getMessage()));
    }
  }

  private Value.Fields complete(Value.Fields definition) {
    Value.Fields flag = definition;
    if (Terms.fact(flag, "created").isEmpty()) {
      flag = Terms.fact(flag, "created", Value.of(today.toString()));
    }
    for (Map.Entry<String, String> each : terms.entrySet()) {
      if (Terms.fact(flag, each.getKey()).isEmpty()) {
        flag = Terms.fact(flag, each.getKey(), Value.of(each.getValue()));
      }
    }
    return flag;
  }

  private Set<String> thoseWaitedForFirst() {
    Set<String> ordered = new LinkedHashSet<>();
    brought.flags().keySet().forEach(name -> place(name, ordered, new LinkedHashSet<>()));
    return ordered;
  }

  private void place(String name, Set<String> ordered, Set<String> chain) {
    if (!chain.add(name)) {
      return;
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    Optional.ofNullable(brought.flags().get(name)).ifPresent(flag -> fields.putAll(flag.values()));
    if (fields.get("prerequisites") instanceof Value.Fields waits) {
      waits.values().keySet().stream()
          .filter(brought.flags()::containsKey)
          .forEach(other -> place(other, ordered, chain));
    }
    ordered.add(name);
  }
}
