/**
 * Where replicas live. The port {@code Runtime} and what it starts; one package per kind of place.
 */
@NullMarked
package dev.curtain.runtime;

import org.jspecify.annotations.NullMarked;
