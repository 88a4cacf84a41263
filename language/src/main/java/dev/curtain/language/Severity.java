package dev.curtain.language;

/** How much a diagnostic matters. Only {@link #ERROR} keeps a text from being used. */
public enum Severity {
  ERROR,
  WARNING,
  INFO
}
