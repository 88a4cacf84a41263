/**
 * Whether the old shape may go: a pure answer from who runs, what the rows say, and who still
 * called the old way. Whoever knows which versions run asks it; nothing here knows how they know.
 */
@NullMarked
package dev.curtain.migration.gate;

import org.jspecify.annotations.NullMarked;
