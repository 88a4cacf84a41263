package dev.curtain.migration.sql;

import java.util.Optional;

/** Says whether a statement is PostgreSQL. */
@FunctionalInterface
public interface Grammar {
  /** Why {@code statement}, without its semicolon, is refused; empty when it is not. */
  Optional<String> problem(String statement);

  /** pgcodekeeper's grammar of PostgreSQL. */
  static Grammar postgres() {
    return new KeeperGrammar();
  }
}
