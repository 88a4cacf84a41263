/** Who belongs to which cohort: salted, stable bucketing of users. A library of its own. */
@NullMarked
package dev.curtain.flags;

import org.jspecify.annotations.NullMarked;
