/** What is true of the whole: its sources, its architecture, and the real thing running. */
@NullMarked
package dev.curtain.e2e;

import org.jspecify.annotations.NullMarked;
