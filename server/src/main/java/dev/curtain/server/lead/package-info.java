/**
 * Which of several controllers leads. It knows leases and time, not what a leader does with its
 * lead.
 */
@NullMarked
package dev.curtain.server.lead;

import org.jspecify.annotations.NullMarked;
