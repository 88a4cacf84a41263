/**
 * Carries effects out: replicas, routes, measures, timers. The only package that changes the world,
 * and only through the log.
 */
@NullMarked
package dev.curtain.server.engine;

import org.jspecify.annotations.NullMarked;
