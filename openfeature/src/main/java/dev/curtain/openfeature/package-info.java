/**
 * An OpenFeature provider for Java that evaluates in its own process and follows changes by stream.
 * Knows Curtain's flags and its OFREP server's addresses, and nothing else of Curtain.
 */
@NullMarked
package dev.curtain.openfeature;

import org.jspecify.annotations.NullMarked;
