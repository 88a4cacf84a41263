package dev.curtain.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds elements by what a text calls them. */
final class Names {
  /**
   * Likeness is looked for this many times in one text; a text with more slips has other worries.
   */
  private static final int MOST_SUGGESTIONS = 20;

  private final Set<String> paths;
  private final Map<String, List<String>> byLastPart = new HashMap<>();
  private int suggestions;

  Names(Set<String> paths) {
    this.paths = paths;
    for (String path : paths) {
      byLastPart.computeIfAbsent(lastPart(path), _ -> new ArrayList<>(1)).add(path);
    }
  }

  /** What a name can mean: nothing, one thing, or several. */
  List<String> find(String scope, String name) {
    String within = scope;
    while (true) {
      String path = within.isEmpty() ? name : within + "." + name;
      if (paths.contains(path)) {
        return List.of(path);
      }
      if (within.isEmpty()) {
        break;
      }
      int dot = within.lastIndexOf('.');
      within = dot < 0 ? "" : within.substring(0, dot);
    }
    return byLastPart.getOrDefault(lastPart(name), List.of()).stream()
        .filter(path -> path.endsWith("." + name))
        .toList();
  }

  /** The path most like a name that means nothing, if one is like it. */
  Optional<String> like(String name) {
    if (suggestions++ >= MOST_SUGGESTIONS) {
      return Optional.empty();
    }
    String wanted = small(lastPart(name));
    int best = Math.max(1, wanted.length() / 3) + 1;
    Optional<String> like = Optional.empty();
    for (String path : paths) {
      String part = lastPart(path);
      if (Math.abs(part.length() - wanted.length()) < best) {
        int distance = Likeness.distance(small(part), wanted);
        if (distance < best) {
          best = distance;
          like = Optional.of(path);
        }
      }
    }
    return like;
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Capitals do not count. */
  private static String small(String word) {
    StringBuilder small = new StringBuilder(word.length());
    word.chars().forEach(c -> small.append(Character.toLowerCase((char) c)));
    return small.toString();
  }
}
