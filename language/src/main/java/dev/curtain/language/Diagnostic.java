package dev.curtain.language;

/**
 * One thing worth saying about a text: what is wrong, where, and what to do instead.
 *
 * @param code stable identifier: {@code S…} syntax, {@code N…} names, {@code Q…} quantities, {@code
 *     D…} deployment, {@code A…} advice
 * @param hint what to do; empty where the message already says it
 */
public record Diagnostic(String code, Severity severity, String message, String hint, Span span) {
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
