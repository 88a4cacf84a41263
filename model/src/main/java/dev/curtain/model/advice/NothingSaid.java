package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.model.Resolution;
import java.util.List;

/** A text in which nothing is declared, although something is written. */
final class NothingSaid {
  static final Page PAGE =
      new Page(
          "A021",
          Severity.WARNING,
          "a file declares nothing",
          "Everything in it was read as properties of nothing, which is allowed and means nothing."
              + " It may be a file of another kind, or one in which declarations are written in"
              + " another way.",
          """
          system: Shop
            container: API
          """,
          """
          Shop = system "Shop" { API = container "API" }
          """);

  private NothingSaid() {}

  static void check(Resolution read, Findings findings) {
    List<Statement> statements = read.sources().getFirst().tree().statements();
    boolean something =
        !read.model().elements().isEmpty()
            || !read.model().deployments().isEmpty()
            || !read.model().views().isEmpty()
            || !read.model().relations().isEmpty();
    boolean properties =
        statements.stream()
            .anyMatch(each ->
                each instanceof Statement.Property property
                    && !List.of("diagnostics", "flags", "flag").contains(property.key().text()));
    boolean onlyProperties =
        statements.stream().allMatch(each -> each instanceof Statement.Property);
    if (!something && properties && onlyProperties) {
      findings.add(
          PAGE,
          statements.isEmpty() ? Span.START : statements.getFirst().span(),
          "nothing is declared in this file",
          "write Shop = system \"Shop\" { … }; curtain import reads files of other programs");
    }
  }
}
