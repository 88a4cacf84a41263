package dev.curtain.model;

import dev.curtain.language.Span;

/**
 * {@code from -> to "label"}, both ends resolved to element paths; the label is empty where the
 * text has none.
 *
 * @param scope path of the element in whose body it is written; empty at the top of a file
 */
public record Relation(
    String from, String to, String label, Properties properties, String scope, Span span) {}
