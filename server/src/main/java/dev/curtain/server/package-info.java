/**
 * The engine: event log, wiring of plan, runtime and router, the HTTP API. Everything durable is
 * here.
 */
@NullMarked
package dev.curtain.server;

import org.jspecify.annotations.NullMarked;
