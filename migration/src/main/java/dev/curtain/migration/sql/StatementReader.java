package dev.curtain.migration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what a statement says. What it does not know is {@link Statement.Other}. */
final class StatementReader {
  private static final Set<String> FALSE = Set.of("false", "off", "0", "no");

  private final Cursor cursor;

  private StatementReader(Cursor cursor) {
    this.cursor = cursor;
  }

  static Statement read(List<Token> tokens) {
    return new StatementReader(new Cursor(tokens)).statement();
  }

  private Statement statement() {
    String keyword = cursor.peek().name();
    return switch (keyword) {
      case "create" -> new CreateReader(cursor).read();
      case "alter" -> alter();
      case "drop" -> drop();
      case "reindex" -> reindex();
      case "truncate" -> truncate();
      case "vacuum" -> vacuum();
      case "cluster" -> cluster();
      case "repack" -> new Statement.Other(keyword);
      case "lock" -> lock();
      case "refresh" -> refresh();
      case "comment" -> comment();
      case "analyze", "analyse" -> analyze();
      case "set" -> set();
      case "begin", "start" -> new Statement.Transaction(Statement.Transaction.Kind.BEGIN);
      case "commit", "end" -> new Statement.Transaction(Statement.Transaction.Kind.COMMIT);
      case "rollback", "abort" ->
          new Statement.Transaction(
              cursor.has("to")
                  ? Statement.Transaction.Kind.SAVEPOINT
                  : Statement.Transaction.Kind.ROLLBACK);
      case "savepoint", "release" ->
          new Statement.Transaction(Statement.Transaction.Kind.SAVEPOINT);
      case "select", "insert", "update", "delete", "merge", "with", "values", "table" -> dml();
      default -> new Statement.Other(keyword);
    };
  }

  private Statement alter() {
    cursor.accept("alter");
    String kind = CreateReader.kind(cursor);
    boolean ifExists = cursor.accept("if", "exists");
    cursor.accept("only");
    if (kind.equals("type")) {
      return alterType(cursor.name());
    }
    if (kind.equals("domain")) {
      Name name = cursor.name();
      boolean adds = cursor.at("add");
      return new Statement.AlterDomain(name, adds, cursor.has("not", "valid"));
    }
    boolean table = kind.equals("table") || kind.equals("foreign table");
    if (!table || cursor.at("all", "in", "tablespace")) {
      Name name = cursor.name();
      return new Statement.AlterOther(kind, name, cursor.at("rename"));
    }
    Name name = cursor.name();
    cursor.accept("*");
    return new Statement.AlterTable(name, ifExists, AlterReader.actions(cursor.rest()));
  }

  private Statement alterType(Name name) {
    if (cursor.accept("add", "value")) {
      cursor.accept("if", "not", "exists");
      String value = cursor.next().value();
      return new Statement.AddEnumValue(name, value, cursor.has("before") || cursor.has("after"));
    }
    return cursor.at("rename", "value")
        ? new Statement.RenameEnumValue(name)
        : new Statement.AlterOther("type", name, cursor.at("rename"));
  }

  private Statement drop() {
    cursor.accept("drop");
    String kind = CreateReader.kind(cursor);
    boolean concurrently = cursor.accept("concurrently");
    boolean ifExists = cursor.accept("if", "exists");
    boolean cascade = cursor.has("cascade");
    List<Name> names = cursor.done() ? List.of() : cursor.names();
    Optional<Name> on = cursor.accept("on") ? Optional.of(cursor.name()) : Optional.empty();
    return new Statement.Drop(kind, names, ifExists, concurrently, cascade, on);
  }

  private Statement reindex() {
    cursor.accept("reindex");
    boolean concurrently = cursor.at("(") && option(cursor.parenthesis(), "concurrently");
    String kind = cursor.next().name();
    concurrently |= cursor.accept("concurrently");
    Optional<Name> name = cursor.done() ? Optional.empty() : Optional.of(cursor.name());
    return new Statement.Reindex(kind, name, concurrently);
  }

  private Statement truncate() {
    cursor.accept("truncate");
    cursor.accept("table");
    boolean cascade = cursor.has("cascade");
    return new Statement.Truncate(cursor.names(), cascade);
  }

  private Statement vacuum() {
    cursor.accept("vacuum");
    boolean full = cursor.at("(") && option(cursor.parenthesis(), "full");
    while (cursor.at("full")
        || cursor.at("freeze")
        || cursor.at("verbose")
        || cursor.at("analyze")
        || cursor.at("analyse")) {
      full |= cursor.next().is("full");
    }
    return new Statement.Vacuum(
        cursor.done() ? Optional.empty() : Optional.of(cursor.names().getFirst()), full);
  }

  private Statement cluster() {
    cursor.accept("cluster");
    if (cursor.at("(")) {
      cursor.parenthesis();
    }
    cursor.accept("verbose");
    Optional<Name> table = cursor.done() ? Optional.empty() : Optional.of(cursor.name());
    return new Statement.Cluster(cursor.accept("on") ? Optional.of(cursor.name()) : table);
  }

  private Statement lock() {
    cursor.accept("lock");
    cursor.accept("table");
    List<Name> tables = cursor.names();
    LockMode mode = LockMode.ACCESS_EXCLUSIVE;
    if (cursor.accept("in")) {
      List<Token> words = cursor.until("mode");
      String name = String.join("_", words.stream().map(Token::name).toList());
      mode = LockMode.valueOf(name.toUpperCase(Locale.ROOT));
    }
    return new Statement.Lock(tables, mode);
  }

  private Statement refresh() {
    cursor.accept("refresh", "materialized", "view");
    boolean concurrently = cursor.accept("concurrently");
    return new Statement.RefreshView(cursor.name(), concurrently);
  }

  private Statement comment() {
    cursor.accept("comment", "on");
    String kind = CreateReader.kind(cursor);
    Name name = cursor.name();
    if (kind.equals("column")) {
      name = name.schema().map(Name::of).orElse(name);
    } else if (cursor.accept("on")) {
      name = cursor.name();
    }
    return new Statement.Comment(kind, name);
  }

  private Statement analyze() {
    cursor.next();
    if (cursor.at("(")) {
      cursor.parenthesis();
    }
    cursor.accept("verbose");
    return new Statement.Analyze(cursor.done() ? Optional.empty() : Optional.of(cursor.name()));
  }

  private Statement set() {
    cursor.accept("set");
    boolean local = cursor.accept("local");
    cursor.accept("session");
    List<String> name = new ArrayList<>();
    while (!cursor.done() && !cursor.at("=") && !cursor.at("to")) {
      name.add(cursor.next().name());
    }
    cursor.next();
    String value = cursor.done() ? "" : cursor.peek().value();
    return new Statement.SetVariable(String.join("", name), local, value);
  }

  private Statement dml() {
    Token first = cursor.peek();
    if (first.is("with")) {
      boolean changes = cursor.has("update") || cursor.has("delete") || cursor.has("insert");
      return new Statement.Dml(
          changes ? kindAhead() : Statement.Dml.Kind.SELECT, Optional.empty(), true);
    }
    cursor.next();
    return switch (first.name()) {
      case "insert" -> {
        cursor.accept("into");
        yield new Statement.Dml(Statement.Dml.Kind.INSERT, Optional.of(cursor.name()), true);
      }
      case "update" -> rows(Statement.Dml.Kind.UPDATE);
      case "delete" -> {
        cursor.accept("from");
        yield rows(Statement.Dml.Kind.DELETE);
      }
      case "merge" -> {
        cursor.accept("into");
        cursor.accept("only");
        yield new Statement.Dml(Statement.Dml.Kind.MERGE, Optional.of(cursor.name()), true);
      }
      default -> new Statement.Dml(Statement.Dml.Kind.SELECT, Optional.empty(), true);
    };
  }

  private Statement.Dml.Kind kindAhead() {
    return cursor.has("update")
        ? Statement.Dml.Kind.UPDATE
        : cursor.has("delete") ? Statement.Dml.Kind.DELETE : Statement.Dml.Kind.INSERT;
  }

  private Statement rows(Statement.Dml.Kind kind) {
    cursor.accept("only");
    Name table = cursor.name();
    return new Statement.Dml(kind, Optional.of(table), cursor.has("where"));
  }

  /** Whether {@code name} is among the options and not switched off. */
  private static boolean option(List<Token> options, String name) {
    for (List<Token> option : Cursor.divide(options)) {
      if (!option.isEmpty() && option.getFirst().is(name)) {
        return option.size() < 2 || !FALSE.contains(option.get(1).value().toLowerCase(Locale.ROOT));
      }
    }
    return false;
  }
}
