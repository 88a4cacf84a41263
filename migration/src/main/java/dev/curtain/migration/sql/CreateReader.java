package dev.curtain.migration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code CREATE}. */
final class CreateReader {
  private static final Set<String> TWO_WORDS =
      Set.of("materialized", "foreign", "event", "text", "access", "operator", "user", "default");

  private final Cursor cursor;

  CreateReader(Cursor cursor) {
    this.cursor = cursor;
  }

  /** The kind of object named here: {@code table}, {@code materialized view}. */
  static String kind(Cursor cursor) {
    String kind = cursor.next().name();
    if (TWO_WORDS.contains(kind)
        && cursor.peek().kind() == Token.Kind.WORD
        && !(kind.equals("user") && !cursor.at("mapping"))
        && !(kind.equals("operator") && !cursor.at("class") && !cursor.at("family"))) {
      kind += " " + cursor.next().name();
    }
    return kind;
  }

  Statement read() {
    cursor.accept("create");
    cursor.accept("or", "replace");
    cursor.accept("global");
    cursor.accept("local");
    boolean temporary = cursor.accept("temp") || cursor.accept("temporary");
    cursor.accept("unlogged");
    cursor.accept("recursive");
    cursor.accept("constraint");
    boolean unique = cursor.accept("unique");
    String kind = kind(cursor);
    return switch (kind) {
      case "table", "foreign table" -> table(temporary);
      case "index" -> index(unique);
      case "trigger" -> {
        cursor.next();
        cursor.skipTo("on");
        yield new Statement.CreateTrigger(cursor.name());
      }
      case "domain" -> {
        Name name = cursor.name();
        cursor.accept("as");
        TypeName type = new TableReader(cursor).type();
        yield new Statement.CreateDomain(
            name, type, cursor.has("check") || cursor.has("not", "null"));
      }
      case "type" -> {
        Name name = cursor.name();
        yield new Statement.CreateType(name, cursor.at("as", "enum"));
      }
      default -> new Statement.CreateOther(kind);
    };
  }

  private Statement table(boolean temporary) {
    boolean ifNotExists = cursor.accept("if", "not", "exists");
    Name name = cursor.name();
    Optional<Name> parent =
        cursor.accept("partition", "of") ? Optional.of(cursor.name()) : Optional.empty();
    List<Column> columns = new ArrayList<>();
    List<Constraint> constraints = new ArrayList<>();
    if (cursor.at("(")) {
      for (List<Token> part : Cursor.divide(cursor.parenthesis())) {
        if (part.isEmpty()) {
          continue;
        }
        Cursor inner = new Cursor(part);
        TableReader reader = new TableReader(inner);
        if (reader.atConstraint()) {
          constraints.add(reader.constraint());
        } else if (!inner.at("like") && parent.isEmpty()) {
          columns.add(reader.column());
        }
      }
    }
    return new Statement.CreateTable(
        name,
        temporary,
        ifNotExists,
        temporary && cursor.has("on", "commit", "drop"),
        parent,
        columns,
        constraints,
        cursor.has("as"));
  }

  private Statement index(boolean unique) {
    boolean concurrently = cursor.accept("concurrently");
    boolean ifNotExists = cursor.accept("if", "not", "exists");
    Optional<String> name = cursor.at("on") ? Optional.empty() : Optional.of(cursor.name().local());
    cursor.accept("on");
    cursor.accept("only");
    Name table = cursor.name();
    if (cursor.accept("using")) {
      cursor.next();
    }
    List<String> columns = cursor.at("(") ? TableReader.columns(cursor.parenthesis()) : List.of();
    return new Statement.CreateIndex(
        name, table, unique, concurrently, ifNotExists, columns, cursor.has("where"));
  }
}
