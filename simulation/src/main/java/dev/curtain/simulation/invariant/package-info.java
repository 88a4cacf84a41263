/**
 * What never happens, one class each, named as it is told when it does. They look at the disk, the
 * router, the hosts and the clock of the world, never into the controller.
 */
@NullMarked
package dev.curtain.simulation.invariant;

import org.jspecify.annotations.NullMarked;
