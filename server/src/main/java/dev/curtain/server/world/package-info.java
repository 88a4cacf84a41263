/**
 * What is, as a fold over the log: services, tracks, replicas, weights, rollouts. Pure; the engine
 * owns the one current value.
 */
@NullMarked
package dev.curtain.server.world;

import org.jspecify.annotations.NullMarked;
