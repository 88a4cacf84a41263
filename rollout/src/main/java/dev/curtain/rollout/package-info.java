/**
 * A strategy becomes a plan, and a rollout is a pure state machine: {@code (state, event) ->
 * (state, effects)}. No clock, no thread, no file, no socket; time arrives inside events.
 */
@NullMarked
package dev.curtain.rollout;

import org.jspecify.annotations.NullMarked;
