/**
 * Changes of a flag's definition, as functions from one definition to the next: turning off and on,
 * exposing, scheduling, extending. Knows no clock, no store and nobody who asks.
 */
@NullMarked
package dev.curtain.flags.change;

import org.jspecify.annotations.NullMarked;
