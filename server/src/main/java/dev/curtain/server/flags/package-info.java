/**
 * Feature flags of a running Curtain: changed by command, kept in the log, let out step by step and
 * judged, with who reads them and who has which revision. Knows no HTTP.
 */
@NullMarked
package dev.curtain.server.flags;

import org.jspecify.annotations.NullMarked;
