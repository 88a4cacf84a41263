package dev.curtain.server.flags;

import dev.curtain.flags.Value;
import dev.curtain.model.Flag;
import dev.curtain.server.flags.FlagStore.Cause;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the flags that a model declares into the store; each of them wholly or not at all. */
public final class ModelFlags {
  static final String WHO = "model";

  private ModelFlags() {}

  /**
   * What came of it.
   *
   * @param changed what was made or changed, in words
   * @param refused what could not be, and why; it is as it was
   * @param undeclared flags that a model declared once and this one does not
   */
  public record Merged(List<String> changed, List<String> refused, List<String> undeclared) {
    public Merged {
      changed = List.copyOf(changed);
      refused = List.copyOf(refused);
      undeclared = List.copyOf(undeclared);
    }
  }

  /**
   * @param file of the model, for the record
   */
  public static Merged merge(FlagStore store, List<Flag> flags, String file, LocalDate today) {
    return merge(store.flags(), flags, file, today, store::change);
  }

  /** What {@link #merge} would do, without doing it. */
  public static Merged tryOut(FlagStore store, List<Flag> flags, String file, LocalDate today) {
    FlagStore.Attempt trial = store.attempt();
    return merge(store.flags(), flags, file, today, trial::change);
  }

  private interface Change {
    void make(String name, Cause cause, FlagStore.Edit edit) throws FlagRefused;
  }

  private static Merged merge(
      Map<String, Value.Fields> there,
      List<Flag> flags,
      String file,
      LocalDate today,
      Change change) {
    List<String> changed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Flag flag : thoseWaitedForFirst(flags)) {
      Declared declared = new Declared(flag);
      Optional<Value.Fields> before = Optional.ofNullable(there.get(flag.key()));
      List<String> news = declared.news(before);
      if (news.isEmpty()) {
        continue;
      }
      String action = before.isEmpty() ? "declare" : "declare " + String.join(", ", news);
      String reason = flag.reason().map(text -> file + ": " + text).orElse(file);
      try {
        change.make(
            flag.key(),
            Cause.of(action, WHO, reason),
            now -> Optional.of(declared.apply(now.map(Value.Fields.class::cast), today)));
        changed.add(flag.key() + (before.isEmpty() ? "" : ": " + String.join(", ", news)));
      } catch (FlagRefused e) {
        refused.add(String.valueOf(e.getMessage()));
      }
    }
    Set<String> keys = new LinkedHashSet<>();
    flags.forEach(flag -> keys.add(flag.key()));
    List<String> undeclared = new ArrayList<>();
    there.forEach((key, definition) -> {
      if (Declared.is(definition) && !keys.contains(key)) {
        undeclared.add(key);
      }
    });
    return new Merged(changed, refused, undeclared);
  }

  /** A flag may only wait for one that is there. */
  private static List<Flag> thoseWaitedForFirst(List<Flag> flags) {
    Map<String, Flag> byKey = new HashMap<>();
    flags.forEach(flag -> byKey.put(flag.key(), flag));
    Set<Flag> ordered = new LinkedHashSet<>();
    flags.forEach(flag -> place(flag, byKey, ordered, new LinkedHashSet<>()));
    return List.copyOf(ordered);
  }

  private static void place(
      Flag flag, Map<String, Flag> byKey, Set<Flag> ordered, Set<String> chain) {
    if (chain.add(flag.key())) {
      for (String key : flag.requires().keySet()) {
        Flag other = byKey.get(key);
        if (other != null) {
          place(other, byKey, ordered, chain);
        }
      }
      ordered.add(flag);
    }
  }
}
