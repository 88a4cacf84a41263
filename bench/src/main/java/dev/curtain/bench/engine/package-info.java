/** What the engine costs at scale: services at rest, rollouts at once, a start over a long log. */
@NullMarked
package dev.curtain.bench.engine;

import org.jspecify.annotations.NullMarked;
