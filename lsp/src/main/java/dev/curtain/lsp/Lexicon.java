package dev.curtain.lsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that mean something, by where they may stand; from {@code keys.txt} beside this class.
 */
final class Lexicon {
  /** Where a key may stand that belongs in several places. */
  private static final Map<String, List<String>> INCLUDED =
      Map.of(
          "element", List.of("element", "strategy"),
          "deployment", List.of("deployment", "strategy"),
          "instance", List.of("instance", "strategy"));

  /** Contexts of blocks whose key is not the name of their context. */
  private static final Map<String, String> BLOCKS =
      Map.of(
          "blue_green",
          "canary",
          "windows",
          "window",
          "styles",
          "style",
          "start",
          "gate",
          "first",
          "gate",
          "each",
          "gate",
          "full",
          "gate",
          "end",
          "gate");

  private static final Map<String, List<Key>> KEYS = read();

  private Lexicon() {}

  /**
   * @param snippet what is inserted, as editors read snippets
   * @param values to choose from; empty where anything may stand
   */
  record Key(String context, String name, String snippet, String meaning, List<String> values) {
    Key {
      values = List.copyOf(values);
    }

    /** The snippet without what only an editor understands. */
    String plain() {
      return snippet
          .replaceAll("\\$\\{\\d:((?:\\\\}|[^}])*)}", "$1")
          .replaceAll("(?<!\\\\)\\$\\d", "")
          .replace("\\}", "}")
          .replace("\\$", "$");
    }
  }

  static List<Key> keys(String context) {
    List<Key> keys = new ArrayList<>();
    for (String included : INCLUDED.getOrDefault(context, List.of(context))) {
      keys.addAll(KEYS.getOrDefault(included, List.of()));
    }
    return keys;
  }

  static Optional<Key> key(String context, String name) {
    return keys(context).stream().filter(key -> key.name().equals(name)).findFirst();
  }

  static List<String> contexts() {
    return KEYS.keySet().stream().sorted().toList();
  }

  /** The context inside a block of this key, which itself stands in {@code context}. */
  static String inside(String context, String key) {
    if (context.equals("rings")) {
      return "ring";
    }
    if (context.equals("ring") && key.equals("gates")) {
      return "gate";
    }
    return BLOCKS.getOrDefault(key, key);
  }

  private static Map<String, List<Key>> read() {
    Map<String, List<Key>> keys = new HashMap<>();
    try (InputStream stream = Lexicon.class.getResourceAsStream("keys.txt")) {
      if (stream == null) {
        throw new IllegalStateException("keys.txt is not beside " + Lexicon.class.getName());
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          Key key = key(line.split("\\|", -1));
          keys.computeIfAbsent(key.context(), _ -> new ArrayList<>()).add(key);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys;
  }

  private static Key key(String[] cells) {
    if (cells.length != 5) {
      throw new IllegalStateException(
          "keys.txt: " + String.join("|", cells) + " (expected: five cells)");
    }
    List<String> values = cells[4].isBlank() ? List.of() : List.of(cells[4].strip().split(",", -1));
    return new Key(
        cells[0].strip(),
        cells[1].strip(),
        cells[2].strip().replace("\\n", "\n"),
        cells[3].strip(),
        values);
  }
}
