package dev.curtain.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Copies that nobody can change, in the order of what was copied. {@link Map#copyOf} has another
 * order in each virtual machine, and what is done in the order of such a map would not be done
 * twice in the same way: a seed would not be a world.
 */
public final class Ordered {
  private Ordered() {}

  /**
   * @throws NullPointerException where a key or value is null
   */
  public static <K, V> Map<K, V> copyOf(Map<K, V> map) {
    if (map.size() < 2) {
      return Map.copyOf(map);
    }
    Map<K, V> copy = new LinkedHashMap<>(map);
    copy.forEach((key, value) -> {
      Objects.requireNonNull(key);
      Objects.requireNonNull(value);
    });
    return Collections.unmodifiableMap(copy);
  }

  /**
   * @throws NullPointerException where an element is null
   */
  public static <E> Set<E> copyOf(Set<E> set) {
    if (set.size() < 2) {
      return Set.copyOf(set);
    }
    Set<E> copy = new LinkedHashSet<>(set);
    copy.forEach(Objects::requireNonNull);
    return Collections.unmodifiableSet(copy);
  }
}
