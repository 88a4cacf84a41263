/**
 * A migration as its author wrote it, and the steps it is made of: what is done first so that both
 * versions of the code can work, how old rows are filled, how it is proven, and what goes last.
 * Pure: nothing here connects to a database.
 */
@NullMarked
package dev.curtain.migration.plan;

import org.jspecify.annotations.NullMarked;
