/**
 * Feature flags over the OpenFeature Remote Evaluation Protocol, with nothing else of the server.
 */
@NullMarked
package dev.curtain.server.ofrep;

import org.jspecify.annotations.NullMarked;
