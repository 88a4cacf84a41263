package dev.curtain.migration.lint;

import java.util.Locale;

/** How much a finding weighs. */
public enum Severity {
  /** Blocks others, breaks the version before, or fails. */
  ERROR,
  /** Goes wrong under conditions that the statement does not show. */
  WARNING,
  /** A matter of style that costs later. */
  INFO;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
