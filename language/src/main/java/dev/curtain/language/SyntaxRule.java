package dev.curtain.language;

/** What can be wrong with the form of a text. */
public enum SyntaxRule {
  NOT_TEXT("S001", "the file is not text"),
  UNCLOSED_BLOCK("S002", "a block is opened and never closed"),
  STRAY_BRACE("S003", "a brace closes nothing"),
  UNCLOSED_STRING("S004", "a string is opened and never closed"),
  UNCLOSED_COMMENT("S005", "a comment is opened and never closed"),
  UNEXPECTED("S006", "something stands where it means nothing"),
  MISSING_VALUE("S007", "a name, kind or value is missing"),
  UNCLOSED_LIST("S008", "a list is opened and never closed"),
  MISSING_END("S009", "a relation has no other end"),
  TYPOGRAPHIC_QUOTE("S010", "a string is in typographic quotes"),
  TOO_DEEP("S011", "blocks are nested too deeply"),
  BROKEN_IMPORT("S012", "an import does not say from where"),
  PLACEHOLDER("S013", "an ellipsis stands for something left out");

  private final String code;
  private final String summary;

  SyntaxRule(String code, String summary) {
    this.code = code;
    this.summary = summary;
  }

  public String code() {
    return code;
  }

  public String summary() {
    return summary;
  }

  Diagnostic at(Span span, String message, String hint) {
    return new Diagnostic(code, Severity.ERROR, message, hint, span);
  }
}
