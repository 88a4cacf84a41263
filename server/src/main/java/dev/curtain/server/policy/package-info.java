/** Policies in CEL. Nothing else of Curtain knows that language. */
@NullMarked
package dev.curtain.server.policy;

import org.jspecify.annotations.NullMarked;
