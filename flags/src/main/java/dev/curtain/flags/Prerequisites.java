package dev.curtain.flags;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Flags that others wait for: they exist, and nobody waits for itself. */
final class Prerequisites {
  /** A longer chain is understood by nobody. */
  static final int DEEPEST = 32;

  private Prerequisites() {}

  static List<Problem> problems(Map<String, Flag> flags) {
    List<Problem> problems = new ArrayList<>();
    flags
        .values()
        .forEach(flag ->
            flag.prerequisites()
                .forEach((other, variant) -> {
                  String path = "flags." + flag.key() + ".prerequisites." + other;
                  @Nullable Flag needed = flags.get(other);
                  if (needed == null) {
                    problems.add(new Problem(path, "there is no such flag in this set"));
                  } else if (!needed.variants().contains(variant)) {
                    problems.add(
                        new Problem(
                            path,
                            variant
                                + " (expected: one of "
                                + String.join(", ", needed.variants())
                                + ")"));
                  }
                }));
    if (problems.isEmpty()) {
      Set<String> cleared = new HashSet<>();
      for (Flag flag : flags.values()) {
        if (!flag.prerequisites().isEmpty()) {
          walk(flags, flag.key(), new LinkedHashSet<>(), cleared, problems);
        }
        if (!problems.isEmpty()) {
          break;
        }
      }
    }
    return problems;
  }

  private static void walk(
      Map<String, Flag> flags,
      String key,
      LinkedHashSet<String> chain,
      Set<String> cleared,
      List<Problem> problems) {
    if (cleared.contains(key) || !problems.isEmpty()) {
      return;
    }
    @Nullable Flag flag = flags.get(key);
    if (flag == null) {
      return;
    }
    if (!chain.add(key) || chain.size() > DEEPEST) {
      problems.add(
          new Problem(
              "flags." + key + ".prerequisites",
              String.join(" → ", chain)
                  + " → "
                  + key
                  + " (expected: no circle, and a chain of at most "
                  + DEEPEST
                  + ")"));
      return;
    }
    for (String other : flag.prerequisites().keySet()) {
      walk(flags, other, chain, cleared, problems);
    }
    chain.remove(key);
    cleared.add(key);
  }
}
