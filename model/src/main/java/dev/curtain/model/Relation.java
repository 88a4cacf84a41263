package dev.curtain.model;

import dev.curtain.language.Span;

/**
 * {@code from -> to "label"}, both ends resolved to element paths; the label is empty where the
 * text has none.
 */
public record Relation(String from, String to, String label, Properties properties, Span span) {}
