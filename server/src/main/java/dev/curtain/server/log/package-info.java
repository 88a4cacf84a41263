/**
 * The append-only event log and its JSON. It knows how to keep and give back what was written, not
 * what it means.
 */
@NullMarked
package dev.curtain.server.log;

import org.jspecify.annotations.NullMarked;
