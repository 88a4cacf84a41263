/**
 * How fast models are read, checked and formatted, and whether the time grows with their length.
 */
@NullMarked
package dev.curtain.bench.language;

import org.jspecify.annotations.NullMarked;
