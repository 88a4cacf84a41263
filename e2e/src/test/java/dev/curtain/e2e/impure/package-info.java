/** What pure modules must not do, done: proof that the architecture test would notice. */
@NullMarked
package dev.curtain.e2e.impure;

import org.jspecify.annotations.NullMarked;
