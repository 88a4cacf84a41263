package dev.curtain.migration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what an {@code ALTER TABLE} does; locks are those of PostgreSQL's manual, "ALTER TABLE".
 */
final class AlterReader {
  private final Cursor cursor;

  private AlterReader(Cursor cursor) {
    this.cursor = cursor;
  }

  static List<Action> actions(List<Token> tokens) {
    List<Action> actions = new ArrayList<>();
    Cursor all = new Cursor(tokens);
    while (!all.done()) {
      List<Token> one = all.until(",");
      if (!one.isEmpty()) {
        actions.add(new AlterReader(new Cursor(one)).action());
      }
      all.accept(",");
    }
    return actions;
  }

  private Action action() {
    int line = cursor.line();
    Token first = cursor.peek();
    return switch (first.name()) {
      case "add" -> add(line);
      case "drop" -> drop(line);
      case "alter" -> alter(line);
      case "validate" -> {
        cursor.accept("validate", "constraint");
        yield new Action.ValidateConstraint(cursor.next().name(), line);
      }
      case "rename" -> rename(line);
      case "attach" -> {
        cursor.accept("attach", "partition");
        yield new Action.AttachPartition(cursor.name(), cursor.at("default"), line);
      }
      case "detach" -> {
        cursor.accept("detach", "partition");
        yield new Action.DetachPartition(
            cursor.name(), cursor.accept("concurrently"), cursor.accept("finalize"), line);
      }
      case "set" -> set(line);
      case "reset" -> plain("reset a storage parameter", LockMode.SHARE_UPDATE_EXCLUSIVE, line);
      case "cluster" -> plain("mark an index to cluster on", LockMode.SHARE_UPDATE_EXCLUSIVE, line);
      case "enable", "disable" -> enable(line);
      default -> plain(said(), LockMode.ACCESS_EXCLUSIVE, line);
    };
  }

  private Action.Plain plain(String what, LockMode lock, int line) {
    return new Action.Plain(what, lock, Optional.empty(), line);
  }

  private String said() {
    return String.join(" ", cursor.rest().stream().limit(3).map(Token::text).toList());
  }

  private Action add(int line) {
    cursor.accept("add");
    TableReader reader = new TableReader(cursor);
    if (!cursor.at("column") && reader.atConstraint()) {
      return new Action.AddConstraint(reader.constraint(), line);
    }
    cursor.accept("column");
    boolean ifNotExists = cursor.accept("if", "not", "exists");
    return new Action.AddColumn(reader.column(), ifNotExists, line);
  }

  private Action drop(int line) {
    cursor.accept("drop");
    if (cursor.accept("constraint")) {
      boolean ifExists = cursor.accept("if", "exists");
      return new Action.DropConstraint(cursor.next().name(), ifExists, line);
    }
    cursor.accept("column");
    boolean ifExists = cursor.accept("if", "exists");
    return new Action.DropColumn(cursor.next().name(), ifExists, line);
  }

  private Action alter(int line) {
    cursor.accept("alter");
    if (cursor.accept("constraint")) {
      return new Action.Plain(
          "alter a constraint", LockMode.ACCESS_EXCLUSIVE, Optional.of(cursor.next().name()), line);
    }
    cursor.accept("column");
    String column = cursor.next().name();
    if (cursor.accept("set", "not", "null")) {
      return new Action.SetNotNull(column, line);
    }
    if (cursor.accept("drop", "not", "null")) {
      return new Action.DropNotNull(column, line);
    }
    if (cursor.accept("set", "data", "type") || cursor.accept("type")) {
      TypeName type = new TableReader(cursor).type();
      return new Action.AlterType(column, type, cursor.has("using"), line);
    }
    if (cursor.accept("set", "default") || cursor.accept("drop", "default")) {
      return new Action.SetDefault(column, line);
    }
    if (cursor.at("set", "expression")) {
      return new Action.Rewrite("set the expression of stored column " + column, line);
    }
    boolean light =
        cursor.at("set", "statistics")
            || (cursor.at("set") && cursor.peek(1).is("("))
            || cursor.at("reset");
    return new Action.Plain(
        said(),
        light ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE,
        Optional.of(column),
        line);
  }

  private Action rename(int line) {
    cursor.accept("rename");
    if (cursor.accept("to")) {
      return new Action.RenameTable(cursor.next().name(), line);
    }
    if (cursor.accept("constraint")) {
      return new Action.Plain(
          "rename a constraint",
          LockMode.ACCESS_EXCLUSIVE,
          Optional.of(cursor.next().name()),
          line);
    }
    cursor.accept("column");
    String from = cursor.next().name();
    cursor.accept("to");
    return new Action.RenameColumn(from, cursor.next().name(), line);
  }

  private Action set(int line) {
    cursor.accept("set");
    if (cursor.at("(") || cursor.at("without", "cluster")) {
      return plain("set a storage parameter", LockMode.SHARE_UPDATE_EXCLUSIVE, line);
    }
    if (cursor.at("logged") || cursor.at("unlogged")) {
      return new Action.Rewrite("set " + cursor.next().name(), line);
    }
    if (cursor.at("tablespace")) {
      return new Action.Rewrite("set tablespace", line);
    }
    if (cursor.at("access", "method")) {
      return new Action.Rewrite("set access method", line);
    }
    return plain("set " + said(), LockMode.ACCESS_EXCLUSIVE, line);
  }

  private Action enable(int line) {
    boolean trigger = cursor.has("trigger");
    String what = said();
    return plain(what, trigger ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE, line);
  }
}
