package dev.curtain.server.api;

import dev.curtain.server.document.ErrorDocument;

/** The server said no; the message says why. */
public final class ApiRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String hint;

  ApiRefused(int status, ErrorDocument.Problem problem) {
    super(problem.message());
    this.status = status;
    this.code = problem.code();
    this.hint = problem.hint();
  }

  static ErrorDocument.Problem strange(int status) {
    return new ErrorDocument.Problem(
        "internal",
        "an answer that is not Curtain's (HTTP " + status + ")",
        "is another program listening there? Say where Curtain is with --port N");
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** {@code unknown conflict invalid unauthorized internal}. */
  public String code() {
    return code;
  }

  /** What to do; empty where there is nothing to add. */
  public String hint() {
    return hint;
  }
}
