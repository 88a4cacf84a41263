package dev.curtain.migration.sql;

import java.util.Optional;

/** One thing an {@code ALTER TABLE} does. */
public sealed interface Action {
  int line();

  record AddColumn(Column column, boolean ifNotExists, int line) implements Action {}

  record DropColumn(String column, boolean ifExists, int line) implements Action {}

  record AlterType(String column, TypeName type, boolean using, int line) implements Action {}

  record SetDefault(String column, int line) implements Action {}

  record SetNotNull(String column, int line) implements Action {}

  record DropNotNull(String column, int line) implements Action {}

  record AddConstraint(Constraint constraint, int line) implements Action {}

  record DropConstraint(String name, boolean ifExists, int line) implements Action {}

  record ValidateConstraint(String name, int line) implements Action {}

  record RenameColumn(String from, String to, int line) implements Action {}

  record RenameTable(String to, int line) implements Action {}

  record AttachPartition(Name child, boolean isDefault, int line) implements Action {}

  record DetachPartition(Name child, boolean concurrently, boolean finalizes, int line)
      implements Action {}

  /** Writes the whole table anew; {@code what} as a person says it. */
  record Rewrite(String what, int line) implements Action {}

  /** What matters for nothing but its lock. */
  record Plain(String what, LockMode lock, Optional<String> object, int line) implements Action {}
}
