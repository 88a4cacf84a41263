package dev.curtain.model;

import dev.curtain.language.Span;

/**
 * A name where it stands, and what it means there. A dotted name is one for each of its parts:
 * {@code Shop.API} names the shop and its API.
 *
 * @param declaration whether this is where the thing gets its name
 */
public record Occurrence(Symbol symbol, Span span, boolean declaration) {}
