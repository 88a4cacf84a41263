package dev.curtain.migration.lint;

import dev.curtain.migration.sql.TypeName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of the database that a statement is for. Names are keys: lower case, without the
 * schema {@code public}. An empty answer means "not known", and never "fine".
 */
public interface Facts {
  /** The type of a column. */
  Optional<TypeName> columnType(String table, String column);

  /** About how many rows a table has. */
  OptionalLong rows(String table);

  /** The table an index belongs to. */
  Optional<String> tableOfIndex(String index);

  /** The table that a foreign key leads to; empty where the constraint is none. */
  Optional<String> foreignKeyTarget(String table, String constraint);

  /** Whether a valid check proves that the column has no nulls. */
  boolean provenNotNull(String table, String column);

  /** Whether a constraint of a partition-to-be makes the scan at its attachment needless. */
  boolean partitionProven(String child);

  /** Views of every kind that use a table and go with it. */
  List<String> dependents(String table);

  /** Tables that have a column of the domain; empty where that is not known. */
  Optional<List<String>> tablesOfDomain(String domain);

  /** Whether sessions run in UTC, where {@code timestamp} and {@code timestamptz} are one. */
  boolean utc();

  /** Nothing is known. */
  Facts NONE =
      new Facts() {
        @Override
        public Optional<TypeName> columnType(String table, String column) {
          return Optional.empty();
        }

        @Override
        public OptionalLong rows(String table) {
          return OptionalLong.empty();
        }

        @Override
        public Optional<String> tableOfIndex(String index) {
          return Optional.empty();
        }

        @Override
        public Optional<String> foreignKeyTarget(String table, String constraint) {
          return Optional.empty();
        }

        @Override
        public boolean provenNotNull(String table, String column) {
          return false;
        }

        @Override
        public boolean partitionProven(String child) {
          return false;
        }

        @Override
        public List<String> dependents(String table) {
          return List.of();
        }

        @Override
        public Optional<List<String>> tablesOfDomain(String domain) {
          return Optional.empty();
        }

        @Override
        public boolean utc() {
          return false;
        }
      };
}
