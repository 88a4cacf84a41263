/**
 * Worlds on paper: one seed is one world with a clock of its own, replicas, a router, users, people
 * who press buttons and everything that goes wrong. The real planner and the real rollout machine
 * run in it, carried out by a controller that keeps the engine's contract: write down, then do. No
 * thread, no clock, no file; randomness comes from the seed.
 */
@NullMarked
package dev.curtain.simulation;

import org.jspecify.annotations.NullMarked;
