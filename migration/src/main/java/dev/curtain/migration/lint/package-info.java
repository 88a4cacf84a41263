/**
 * What a statement would do to those who use the database meanwhile: the locks it takes, what it
 * writes anew and what it reads through, and the rules that follow, each with the way that hurts
 * nobody. Pure apart from {@link dev.curtain.migration.lint.CatalogFacts}, which asks a database.
 */
@NullMarked
package dev.curtain.migration.lint;

import org.jspecify.annotations.NullMarked;
