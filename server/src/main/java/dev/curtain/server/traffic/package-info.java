/**
 * Synthetic users: real HTTP at a given rate from stable identities, and what became of it. Knows a
 * URL and nothing of what is behind it.
 */
@NullMarked
package dev.curtain.server.traffic;

import org.jspecify.annotations.NullMarked;
