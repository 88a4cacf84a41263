package dev.curtain.model;

import dev.curtain.language.Name;
import dev.curtain.language.Statement;
import dev.curtain.language.Vocabulary;
import java.util.Optional;
import java.util.Set;

/** A statement of a text that is imported, and whether it comes along. */
final class Imported {
  private Imported() {}

  /** The name under which it can be asked for. */
  static Optional<String> name(Statement statement) {
    return switch (statement) {
      case Statement.Element element -> Optional.of(Heads.id(element.head()));
      case Statement.Place place -> Optional.of(Heads.id(place.head()));
      case Statement.View view -> view.name().map(Name::text);
      case Statement.Import _,
          Statement.Extend _,
          Statement.Wrapper _,
          Statement.Instance _,
          Statement.Relation _,
          Statement.Property _,
          Statement.Literal _,
          Statement.Tags _,
          Statement.Selection _,
          Statement.Unknown _ ->
          Optional.empty();
    };
  }

  /** Whether it comes with these names: kinds always, relations with both their ends. */
  static boolean comes(Statement statement, Set<String> asked) {
    return switch (statement) {
      case Statement.Wrapper _, Statement.Import _ -> true;
      case Statement.Extend extend -> asked.contains(first(extend.target().text()));
      case Statement.Relation relation ->
          relation.from().stream().allMatch(end -> asked.contains(first(end.text())))
              && asked.contains(first(relation.to().text()));
      case Statement.Element element ->
          Vocabulary.DECLARERS.contains(element.head().kind().text())
              || asked.contains(Heads.id(element.head()));
      case Statement.Place _,
          Statement.View _,
          Statement.Instance _,
          Statement.Property _,
          Statement.Literal _,
          Statement.Tags _,
          Statement.Selection _,
          Statement.Unknown _ ->
          name(statement).stream().anyMatch(asked::contains);
    };
  }

  private static String first(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /** The offset behind all of it, its body included. */
  static int end(Statement statement) {
    return statement
        .block()
        .map(block -> block.span().endOffset())
        .orElse(statement.span().endOffset());
  }
}
