package dev.curtain.migration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads types, columns and constraints. */
final class TableReader {
  private static final Set<String> CONSTRAINT_STARTS =
      Set.of("constraint", "check", "unique", "primary", "foreign", "exclude");

  private final Cursor cursor;

  TableReader(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Whether what stands here is a table's constraint and not a column. */
  boolean atConstraint() {
    Token token = cursor.peek();
    if (token.is("not") && cursor.peek(1).is("null")) {
      return true;
    }
    return token.kind() == Token.Kind.WORD
        && CONSTRAINT_STARTS.contains(token.name())
        && (!token.is("check") || cursor.peek(1).is("("));
  }

  Column column() {
    int line = cursor.line();
    String name = cursor.next().name();
    TypeName type =
        cursor.done() || cursor.at("with", "options")
            ? new TypeName("", false, List.of(), false)
            : type();
    Facets facets = new Facets();
    while (!cursor.done()) {
      facet(facets);
    }
    return new Column(
        name,
        type,
        facets.notNull,
        facets.defaults,
        facets.stored,
        facets.identity,
        facets.primaryKey,
        facets.unique,
        facets.check,
        facets.references,
        line);
  }

  private static final class Facets {
    boolean notNull;
    boolean stored;
    boolean identity;
    boolean primaryKey;
    boolean unique;
    List<Token> defaults = List.of();
    List<Token> check = List.of();
    Optional<Name> references = Optional.empty();
  }

  private void facet(Facets facets) {
    if (cursor.accept("constraint")) {
      cursor.next();
    } else if (cursor.accept("not", "null")) {
      facets.notNull = true;
    } else if (cursor.accept("default")) {
      facets.defaults = expression();
    } else if (cursor.accept("generated")) {
      generated(facets);
    } else if (cursor.accept("primary", "key")) {
      facets.primaryKey = true;
    } else if (cursor.accept("unique")) {
      facets.unique = true;
    } else if (cursor.at("check") && cursor.peek(1).is("(")) {
      cursor.next();
      facets.check = cursor.parenthesis();
    } else if (cursor.accept("references")) {
      facets.references = Optional.of(cursor.name());
    } else {
      cursor.next();
    }
  }

  private void generated(Facets facets) {
    cursor.accept("always");
    cursor.accept("by", "default");
    cursor.accept("as");
    if (cursor.accept("identity")) {
      facets.identity = true;
    } else if (cursor.at("(")) {
      cursor.parenthesis();
      facets.stored = !cursor.accept("virtual") && cursor.accept("stored");
    }
  }

  private List<Token> expression() {
    List<Token> taken = new ArrayList<>();
    while (!cursor.done() && !endsExpression()) {
      taken.addAll(cursor.at("(") || cursor.at("[") ? grouped() : List.of(cursor.next()));
    }
    return taken;
  }

  private List<Token> grouped() {
    List<Token> taken = new ArrayList<>();
    taken.add(cursor.peek());
    Token open = cursor.peek();
    taken.addAll(cursor.parenthesis());
    taken.add(
        new Token(Token.Kind.SYMBOL, open.is("(") ? ")" : "]", taken.getLast().end(), open.line()));
    return taken;
  }

  private boolean endsExpression() {
    return cursor.at("not", "null")
        || cursor.at("null")
        || cursor.at("constraint")
        || cursor.at("check")
        || cursor.at("unique")
        || cursor.at("primary", "key")
        || cursor.at("references")
        || cursor.at("generated")
        || cursor.at("collate");
  }

  TypeName type() {
    cursor.accept("setof");
    boolean quoted = cursor.peek().kind() == Token.Kind.QUOTED;
    StringBuilder name = new StringBuilder(cursor.name().local());
    if (!quoted) {
      words(name);
    }
    List<String> arguments = new ArrayList<>();
    if (cursor.at("(")) {
      Cursor.divide(cursor.parenthesis())
          .forEach(part -> arguments.add(part.isEmpty() ? "" : part.getFirst().text()));
    }
    if (!quoted) {
      zone(name);
    }
    boolean array = cursor.accept("array");
    while (cursor.at("[")) {
      cursor.parenthesis();
      array = true;
    }
    return new TypeName(name.toString(), quoted, arguments, array);
  }

  private void words(StringBuilder name) {
    switch (name.toString()) {
      case "double" -> append(name, "precision");
      case "character", "char", "bit", "nchar" -> append(name, "varying");
      case "national" -> {
        append(name, "character");
        append(name, "char");
        append(name, "varying");
      }
      default -> zone(name);
    }
  }

  private void zone(StringBuilder name) {
    if (!name.toString().matches("time|timestamp")) {
      return;
    }
    if (cursor.accept("with", "time", "zone")) {
      name.append(" with time zone");
    } else if (cursor.accept("without", "time", "zone")) {
      name.append(" without time zone");
    }
  }

  private void append(StringBuilder name, String word) {
    if (cursor.accept(word)) {
      name.append(' ').append(word);
    }
  }

  Constraint constraint() {
    int line = cursor.line();
    Optional<String> name =
        cursor.accept("constraint") ? Optional.of(cursor.next().name()) : Optional.empty();
    if (cursor.at("not", "null")) {
      cursor.accept("not", "null");
      List<String> column = List.of(cursor.next().name());
      return new Constraint(
          name,
          Constraint.Kind.NOT_NULL,
          column,
          List.of(),
          Optional.empty(),
          cursor.has("not", "valid"),
          Optional.empty(),
          line);
    }
    Constraint.Kind kind = kind();
    List<Token> check = List.of();
    List<String> columns = List.of();
    if (kind == Constraint.Kind.CHECK) {
      check = cursor.parenthesis();
    } else if (cursor.at("(")) {
      columns = columns(cursor.parenthesis());
    }
    Optional<Name> references =
        kind == Constraint.Kind.FOREIGN_KEY && cursor.skipTo("references")
            ? Optional.of(cursor.name())
            : Optional.empty();
    boolean notValid = cursor.has("not", "valid");
    Optional<String> index =
        cursor.skipTo("using", "index") && !cursor.at("tablespace")
            ? Optional.of(cursor.next().name())
            : Optional.empty();
    return new Constraint(name, kind, columns, check, references, notValid, index, line);
  }

  private Constraint.Kind kind() {
    if (cursor.accept("check")) {
      return Constraint.Kind.CHECK;
    }
    if (cursor.accept("unique")) {
      cursor.accept("nulls", "not", "distinct");
      cursor.accept("nulls", "distinct");
      return Constraint.Kind.UNIQUE;
    }
    if (cursor.accept("primary", "key")) {
      return Constraint.Kind.PRIMARY_KEY;
    }
    if (cursor.accept("foreign", "key")) {
      return Constraint.Kind.FOREIGN_KEY;
    }
    cursor.accept("exclude");
    return Constraint.Kind.EXCLUDE;
  }

  static List<String> columns(List<Token> inside) {
    return Cursor.divide(inside).stream()
        .filter(part -> !part.isEmpty())
        .map(part ->
            part.getFirst().isName() && !(part.size() > 1 && part.get(1).is("("))
                ? part.getFirst().name()
                : "(expression)")
        .toList();
  }
}
