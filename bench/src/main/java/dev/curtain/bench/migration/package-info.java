/**
 * The Friday story: a small migration of a large table in use, done the usual way, by pgroll's SQL
 * and by ours, under the same load.
 */
@NullMarked
package dev.curtain.bench.migration;

import org.jspecify.annotations.NullMarked;
