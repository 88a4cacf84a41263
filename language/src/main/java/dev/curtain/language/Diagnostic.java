package dev.curtain.language;

import java.util.Comparator;

/**
 * One thing worth saying about a text: what is wrong, where, and what to do instead.
 *
 * @param code stable identifier: {@code S…} syntax, {@code N…} names, {@code Q…} quantities, {@code
 *     D…} deployment, {@code A…} advice
 * @param hint what to do; empty where the message already says it
 */
public record Diagnostic(String code, Severity severity, String message, String hint, Span span) {
  /** The text itself first, then what it imports; in each the beginning first. */
  public static final Comparator<Diagnostic> IN_ORDER =
      Comparator.comparingInt((Diagnostic diagnostic) -> diagnostic.span().source())
          .thenComparingInt(diagnostic -> diagnostic.span().offset());

  /** The same, mattering more or less. */
  public Diagnostic as(Severity other) {
    return new Diagnostic(code, other, message, hint, span);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
