package dev.curtain.model;

import dev.curtain.language.Span;
import java.math.BigDecimal;
import java.util.List;

/**
 * A property's value as the text has it; typed readings of it live in {@link Instance}, {@link
 * Element} and friends.
 */
public sealed interface PropertyValue {
  Span span();

  record Text(String value, Span span) implements PropertyValue {}

  record Num(BigDecimal value, Span span) implements PropertyValue {}

  record Bool(boolean value, Span span) implements PropertyValue {}

  record Items(List<PropertyValue> values, Span span) implements PropertyValue {
    public Items {
      values = List.copyOf(values);
    }
  }

  record Block(Properties properties, Span span) implements PropertyValue {}
}
