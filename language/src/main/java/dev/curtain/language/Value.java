package dev.curtain.language;

import java.math.BigDecimal;
import java.util.List;

/** What stands behind a property's key. */
public sealed interface Value {
  Span span();

  /**
   * A string, escapes resolved; also a bare quantity ({@code 30d}) or comparison ({@code > 1%}).
   */
  record Text(String text, boolean quoted, Span span) implements Value {}

  record Number(BigDecimal number, Span span) implements Value {}

  record Truth(boolean truth, Span span) implements Value {}

  /** A bare word or dotted name. */
  record Word(Reference reference) implements Value {
    @Override
    public Span span() {
      return reference.span();
    }
  }

  record Items(List<Value> values, Span span) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }
}
