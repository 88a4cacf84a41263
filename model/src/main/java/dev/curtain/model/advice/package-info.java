/**
 * What a sound model may still be warned about, one class per rule, and the catalogue of everything
 * that can be said about a model: each code with why it matters, an example that brings it about
 * and one that does not. Pure, like the model it reads.
 */
@NullMarked
package dev.curtain.model.advice;

import org.jspecify.annotations.NullMarked;
