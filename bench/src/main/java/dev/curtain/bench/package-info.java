/**
 * What several benchmarks share: reading options, printing rows. Each benchmark has a package of
 * its own; none of it ships.
 */
@NullMarked
package dev.curtain.bench;

import org.jspecify.annotations.NullMarked;
