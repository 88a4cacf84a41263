package dev.curtain.simulation;

import java.util.Optional;

/**
 * What became of a world.
 *
 * @param events how many things happened
 * @param crashes how often the controller ended between two instructions
 * @param rollouts how many rollouts there were
 */
public record Outcome(
    long seed, int events, int crashes, int rollouts, Optional<Violation> violation) {}
