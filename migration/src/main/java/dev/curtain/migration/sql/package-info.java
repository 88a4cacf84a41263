/**
 * PostgreSQL's statements as values: a script split into statements, each with what it says that
 * matters to locks and to compatibility. Whether a statement is valid is pgcodekeeper's grammar's
 * to say, behind {@link dev.curtain.migration.sql.Grammar}; nothing here judges or connects.
 */
@NullMarked
package dev.curtain.migration.sql;

import org.jspecify.annotations.NullMarked;
