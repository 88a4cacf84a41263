/**
 * The data plane: HTTP proxy, immutable route tables with epochs, cohorts, readiness, drain,
 * measures per track. It knows nothing of rollouts: it is given tables and gives counts.
 */
@NullMarked
package dev.curtain.router;

import org.jspecify.annotations.NullMarked;
