/**
 * Flags that were kept elsewhere, as Curtain keeps them: exports of flagd and Unleash. Pure: no
 * file and no clock.
 */
@NullMarked
package dev.curtain.flags.bring;

import org.jspecify.annotations.NullMarked;
