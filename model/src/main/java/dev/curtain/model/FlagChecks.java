package dev.curtain.model;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether flags go together: their keys, their variants, and what they wait for. */
final class FlagChecks {
  private final List<Flag> flags;
  private final Map<String, Flag> byName = new HashMap<>();
  private final Problems problems;

  FlagChecks(List<Flag> flags, Problems problems) {
    this.flags = flags;
    this.problems = problems;
  }

  void check() {
    Map<String, Flag> keys = new HashMap<>();
    for (Flag flag : flags) {
      Flag other = keys.putIfAbsent(flag.key(), flag);
      if (other != null) {
        problems.report(
            Rule.BAD_FLAG_KEY,
            flag.span(),
            flag.path() + " and " + other.path() + " have the key " + flag.key(),
            "programs ask by the key: give one of them another with key \"…\"");
      }
      byName.put(flag.path(), flag);
    }
    byName.putAll(keys);
    flags.forEach(this::variants);
    flags.forEach(this::requires);
    Set<String> cleared = new LinkedHashSet<>();
    flags.forEach(flag -> circle(flag, new LinkedHashSet<>(), cleared));
  }

  private static Set<String> names(Flag flag) {
    return flag.variants().isEmpty() ? Set.of("on", "off") : flag.variants().keySet();
  }

  private void variants(Flag flag) {
    String standard = flag.standard().orElse("off");
    Set<String> kinds =
        flag.variants().values().stream()
            .map(value -> value.getClass().getSimpleName())
            .collect(Collectors.toSet());
    if (!names(flag).contains(standard)) {
      problems.report(
          Rule.BAD_FLAG_VARIANTS,
          flag.span(),
          flag.key()
              + " has no variant \""
              + standard
              + "\" (there are: "
              + sorted(names(flag))
              + ")",
          "say which of them those get who are not let in: default \""
              + names(flag).iterator().next()
              + "\"");
    }
    if (kinds.size() > 1) {
      problems.report(
          Rule.BAD_FLAG_VARIANTS,
          flag.span(),
          "the variants of " + flag.key() + " are of several types",
          "programs ask for one type: make them all texts, numbers, booleans or objects");
    }
  }

  private void requires(Flag flag) {
    flag.requires()
        .forEach((name, variant) -> {
          Optional<Flag> other = Optional.ofNullable(byName.get(name));
          if (other.isEmpty()) {
            problems.report(
                Rule.TANGLED_FLAGS,
                flag.span(),
                flag.key() + " waits for \"" + name + "\", which is no flag",
                new Names(byName.keySet())
                    .like(name)
                    .map(like -> "did you mean " + like + "?")
                    .orElse("declare that flag, or take it out of requires"));
          } else if (!names(other.get()).contains(variant)) {
            problems.report(
                Rule.TANGLED_FLAGS,
                flag.span(),
                flag.key() + " waits for \"" + variant + "\", which is no variant of " + name,
                "it has: " + sorted(names(other.get())));
          }
        });
  }

  private void circle(Flag flag, Set<String> chain, Set<String> cleared) {
    if (cleared.contains(flag.key())) {
      return;
    }
    if (!chain.add(flag.key())) {
      problems.report(
          Rule.TANGLED_FLAGS,
          flag.span(),
          "flags wait for each other: " + String.join(" → ", chain) + " → " + flag.key(),
          "take one of them out of requires: none of them could ever be on");
      cleared.addAll(chain);
      return;
    }
    for (String name : flag.requires().keySet()) {
      Flag other = byName.get(name);
      if (other != null) {
        circle(other, chain, cleared);
      }
    }
    chain.remove(flag.key());
    cleared.add(flag.key());
  }

  private static String sorted(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
