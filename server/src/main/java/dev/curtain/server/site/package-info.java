/**
 * A deployment raised for real on this machine: what lives under {@code --home}, the router as a
 * process of its own, replicas as processes, and an engine over them. Everything but the engine
 * outlives this process and is found again by the next one.
 */
@NullMarked
package dev.curtain.server.site;

import org.jspecify.annotations.NullMarked;
