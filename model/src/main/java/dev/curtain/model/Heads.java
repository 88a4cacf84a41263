package dev.curtain.model;

import dev.curtain.language.Block;
import dev.curtain.language.Name;
import dev.curtain.language.Statement;
import dev.curtain.language.Value;
import java.util.Optional;

/** What a declaration is called, and what people call it. */
final class Heads {
  private Heads() {}

  /** The name; where there is only a title, the title without what a name cannot have. */
  static String id(Statement.Head head) {
    return head.name()
        .map(Name::text)
        .orElseGet(() ->
            head.texts().isEmpty() ? head.kind().text() : slug(head.texts().getFirst().text()));
  }

  static String slug(String title) {
    StringBuilder slug = new StringBuilder();
    boolean capital = false;
    for (int i = 0; i < title.length(); i++) {
      char c = title.charAt(i);
      if (Character.isLetterOrDigit(c) || c == '_' || c == '-') {
        slug.append(capital ? Character.toUpperCase(c) : c);
        capital = false;
      } else {
        capital = true;
      }
    }
    return slug.isEmpty() ? "unnamed" : slug.toString();
  }

  /** The first text of the head, else a {@code title} in the body, else the name. */
  static String title(Statement.Head head, Optional<Block> body) {
    if (!head.texts().isEmpty()) {
      return head.texts().getFirst().text();
    }
    return body.flatMap(Heads::titleIn).orElseGet(() -> id(head));
  }

  static Optional<String> titleIn(Block body) {
    for (Statement statement : body.statements()) {
      if (statement instanceof Statement.Property property
          && property.key().text().equals("title")
          && !property.values().isEmpty()
          && property.values().getFirst() instanceof Value.Text text) {
        return Optional.of(text.text());
      }
    }
    return Optional.empty();
  }
}
