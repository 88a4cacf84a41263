package dev.curtain.migration.sql;

import java.util.List;
import java.util.Optional;

/**
 * A table's constraint.
 *
 * @param columns of a key
 * @param check the condition, without its parentheses
 * @param references the table a foreign key leads to
 * @param usingIndex the index that becomes the constraint
 */
public record Constraint(
    Optional<String> name,
    Kind kind,
    List<String> columns,
    List<Token> check,
    Optional<Name> references,
    boolean notValid,
    Optional<String> usingIndex,
    int line) {
  public Constraint {
    columns = List.copyOf(columns);
    check = List.copyOf(check);
  }

  /** What it demands. */
  public enum Kind {
    CHECK,
    NOT_NULL,
    FOREIGN_KEY,
    UNIQUE,
    PRIMARY_KEY,
    EXCLUDE
  }

  /** The column that {@code check} proves to be filled: {@code CHECK (c IS NOT NULL)}. */
  public Optional<String> provesNotNull() {
    if (kind == Kind.NOT_NULL) {
      return columns.stream().findFirst();
    }
    List<Token> bare = check.stream().filter(each -> !each.is("(") && !each.is(")")).toList();
    return bare.size() == 4
            && bare.getFirst().isName()
            && bare.get(1).is("is")
            && bare.get(2).is("not")
            && bare.get(3).is("null")
        ? Optional.of(bare.getFirst().name())
        : Optional.empty();
  }
}
