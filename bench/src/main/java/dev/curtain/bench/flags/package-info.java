/** What evaluating, loading and changing flags costs, beside what others' libraries take for it. */
@NullMarked
package dev.curtain.bench.flags;

import org.jspecify.annotations.NullMarked;
