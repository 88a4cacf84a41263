package dev.curtain.model;

import dev.curtain.language.Span;
import java.util.Optional;

/**
 * A person, system, container, component, database or queue of the logical model, named by its path
 * ({@code ECommerce.API}).
 */
public record Element(
    String path,
    String kind,
    String title,
    Optional<String> parent,
    Properties properties,
    Span span) {}
