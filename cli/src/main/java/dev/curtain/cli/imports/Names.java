package dev.curtain.cli.imports;

import java.util.HashSet;
import java.util.Set;

/** Names that a model can have, each once. */
final class Names {
  private final Set<String> taken = new HashSet<>();

  /** {@code flask-app} is {@code FlaskApp}. */
  String of(String name) {
    StringBuilder id = new StringBuilder();
    boolean capital = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c) || c == '_') {
        id.append(capital ? Character.toUpperCase(c) : c);
        capital = false;
      } else {
        capital = true;
      }
    }
    if (id.isEmpty() || !Character.isLetter(id.charAt(0))) {
      id.insert(0, 'X');
    }
    String free = id.toString();
    for (int i = 2; !taken.add(free); i++) {
      free = id + "" + i;
    }
    return free;
  }

  static String text(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "").replace("\n", "\\n")
        + '"';
  }
}
