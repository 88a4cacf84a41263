/**
 * Migrations as they happen: the lock guard, the ledger in the target database, the backfill, the
 * trial, and the runner that goes from step to step and may be killed between any two of them.
 */
@NullMarked
package dev.curtain.migration.run;

import org.jspecify.annotations.NullMarked;
