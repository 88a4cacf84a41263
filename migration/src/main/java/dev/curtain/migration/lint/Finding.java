package dev.curtain.migration.lint;

import dev.curtain.migration.sql.LockMode;
import java.util.Optional;

/**
 * Something a statement does that it should not.
 *
 * @param statement 1 for the first of the file
 * @param line in the file, 1 for the first
 * @param lock the strongest lock that the statement takes
 */
public record Finding(
    Rule rule,
    Severity severity,
    int statement,
    String file,
    int line,
    String message,
    Optional<LockMode> lock,
    String recipe) {}
