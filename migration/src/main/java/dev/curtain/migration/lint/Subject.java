package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Script;
import dev.curtain.migration.sql.Source;
import dev.curtain.migration.sql.Statement;

/**
 * A statement in its place.
 *
 * @param facts what is known before it
 * @param version PostgreSQL's major version
 */
record Subject(
    Script script,
    Source source,
    Statement statement,
    Impact impact,
    Session session,
    Known facts,
    int version) {
  /** Existed before this transaction, so that others may be using it. */
  boolean inUse(String table) {
    return !session.isNew(table);
  }
}
