package dev.curtain.language;

/** A dotted name where it stands: {@code ECommerce.API}. */
public record Reference(String text, Span span) {
  /** The part behind the last dot. */
  public String last() {
    return text.substring(text.lastIndexOf('.') + 1);
  }
}
