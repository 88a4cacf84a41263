/**
 * Imitations of services, all inside this process, so that any model can be rehearsed with nothing
 * installed; and the faults one may give them. Nothing here knows of rollouts or routes.
 */
@NullMarked
package dev.curtain.runtime.standin;

import org.jspecify.annotations.NullMarked;
