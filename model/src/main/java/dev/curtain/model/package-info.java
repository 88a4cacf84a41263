/**
 * What the text means: elements, relations, deployments, quantities and the rules a model must
 * obey. Pure: no clock, no thread, no file, no socket.
 */
@NullMarked
package dev.curtain.model;

import org.jspecify.annotations.NullMarked;
