/**
 * The {@code curtain} command: arguments in, documents or a live view out. No decision about a
 * rollout is taken here.
 */
@NullMarked
package dev.curtain.cli;

import org.jspecify.annotations.NullMarked;
