package dev.curtain.model;

import dev.curtain.language.Span;
import java.util.List;

/** A named selection of elements, as written; what it selects is worked out by whoever draws it. */
public record View(
    String id,
    String title,
    List<String> include,
    List<String> exclude,
    Properties properties,
    Span span) {
  public View {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
