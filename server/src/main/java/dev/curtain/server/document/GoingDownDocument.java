package dev.curtain.server.document;

import org.jspecify.annotations.Nullable;

/** {@code curtain down --json}: everything will be taken down; this is said before it begins. */
public record GoingDownDocument(boolean goingDown, @Nullable String model) {}
