/**
 * Objectives of the model against what the router counts: a history of counts that is as fine as
 * burn rates need, and survives the controller. Decides nothing.
 */
@NullMarked
package dev.curtain.server.slo;

import org.jspecify.annotations.NullMarked;
