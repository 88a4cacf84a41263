package dev.curtain.migration.sql;

import java.util.List;
import java.util.Optional;

/** What a statement says, as far as locks, compatibility and safety depend on it. */
public sealed interface Statement {
  record CreateTable(
      Name table,
      boolean temporary,
      boolean ifNotExists,
      boolean dropsOnCommit,
      Optional<Name> partitionOf,
      List<Column> columns,
      List<Constraint> constraints,
      boolean asQuery)
      implements Statement {
    public CreateTable {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
    }
  }

  record AlterTable(Name table, boolean ifExists, List<Action> actions) implements Statement {
    public AlterTable {
      actions = List.copyOf(actions);
    }
  }

  record CreateIndex(
      Optional<String> name,
      Name table,
      boolean unique,
      boolean concurrently,
      boolean ifNotExists,
      List<String> columns,
      boolean partial)
      implements Statement {
    public CreateIndex {
      columns = List.copyOf(columns);
    }
  }

  /**
   * {@code DROP} of anything.
   *
   * @param kind in words, lower case: {@code table}, {@code materialized view}
   * @param on the table, of a trigger, rule or policy
   */
  record Drop(
      String kind,
      List<Name> names,
      boolean ifExists,
      boolean concurrently,
      boolean cascade,
      Optional<Name> on)
      implements Statement {
    public Drop {
      names = List.copyOf(names);
    }
  }

  record Reindex(String kind, Optional<Name> name, boolean concurrently) implements Statement {}

  record Truncate(List<Name> tables, boolean cascade) implements Statement {
    public Truncate {
      tables = List.copyOf(tables);
    }
  }

  record Vacuum(Optional<Name> table, boolean full) implements Statement {}

  record Cluster(Optional<Name> table) implements Statement {}

  record Lock(List<Name> tables, LockMode mode) implements Statement {
    public Lock {
      tables = List.copyOf(tables);
    }
  }

  record RefreshView(Name view, boolean concurrently) implements Statement {}

  record CreateTrigger(Name table) implements Statement {}

  record Comment(String kind, Name object) implements Statement {}

  record Analyze(Optional<Name> table) implements Statement {}

  record CreateDomain(Name name, TypeName type, boolean constrained) implements Statement {}

  /** {@code addsConstraint} and nothing else matters of a change of a domain. */
  record AlterDomain(Name name, boolean addsConstraint, boolean notValid) implements Statement {}

  record CreateType(Name name, boolean isEnum) implements Statement {}

  record AddEnumValue(Name type, String value, boolean ordered) implements Statement {}

  record RenameEnumValue(Name type) implements Statement {}

  /** Renames or moves what is not a table: {@code ALTER INDEX i RENAME TO j}. */
  record AlterOther(String kind, Name name, boolean renames) implements Statement {}

  record Dml(Kind kind, Optional<Name> table, boolean where) implements Statement {
    /** What it does to rows. */
    public enum Kind {
      SELECT,
      INSERT,
      UPDATE,
      DELETE,
      MERGE
    }
  }

  record Transaction(Kind kind) implements Statement {
    /** What it does to the transaction. */
    public enum Kind {
      BEGIN,
      COMMIT,
      ROLLBACK,
      SAVEPOINT
    }
  }

  record SetVariable(String name, boolean local, String value) implements Statement {}

  /** {@code CREATE} of something that locks no table. */
  record CreateOther(String kind) implements Statement {}

  /** What is not read; {@code keyword} is its first word. */
  record Other(String keyword) implements Statement {}
}
