package dev.curtain.server.world;

import java.util.Optional;

/**
 * A version that waits by name.
 *
 * @param strategy by its label; empty: the model's
 * @param after id of the rollout whose end it waits for
 * @param who asked, and {@code reason} why
 */
public record Next(
    String version, Optional<String> strategy, String after, String who, String reason) {}
