package dev.curtain.model;

import java.util.Set;

/** How keys are spelled in the model, whatever the text spells. */
final class Keys {
  /** Blocks whose keys are somebody else's names and stay as they are. */
  private static final Set<String> VERBATIM =
      Set.of("env", "secrets", "labels", "annotations", "headers", "variants", "requires");

  /** Keys of a place that have one value; a second one is a slip and nobody knows which holds. */
  static final Set<String> SINGLE =
      Set.of(
          "replicas",
          "min_replicas",
          "max_replicas",
          "traffic",
          "version",
          "status",
          "deployment_strategy",
          "canary_percentage",
          "cpu",
          "memory",
          "listen");

  private Keys() {}

  static boolean verbatim(String block) {
    return VERBATIM.contains(block);
  }

  private static boolean snake(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == '-' || Character.isUpperCase(c)) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@code maxUnavailable} and {@code max-unavailable} to {@code max_unavailable}; a key that
   * begins with a capital is a name and stays.
   */
  static String snakeCase(String key) {
    if (key.isEmpty() || !Character.isLowerCase(key.charAt(0)) || snake(key)) {
      return key;
    }
    StringBuilder snake = new StringBuilder(key.length() + 4);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == '-') {
        snake.append('_');
      } else if (Character.isUpperCase(c)) {
        boolean starts = !Character.isUpperCase(key.charAt(i - 1));
        snake
            .append(starts && key.charAt(i - 1) != '_' ? "_" : "")
            .append(Character.toLowerCase(c));
      } else {
        snake.append(c);
      }
    }
    return snake.toString();
  }
}
