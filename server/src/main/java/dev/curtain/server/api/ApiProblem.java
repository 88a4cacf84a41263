package dev.curtain.server.api;

import dev.curtain.server.document.ErrorDocument;

/** Ends the handling of a request with an error document. */
final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String hint;

  private ApiProblem(int status, String code, String message, String hint) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }

  static ApiProblem unknown(String message, String hint) {
    return new ApiProblem(404, "unknown", message, hint);
  }

  static ApiProblem conflict(String message, String hint) {
    return new ApiProblem(409, "conflict", message, hint);
  }

  static ApiProblem invalid(String message, String hint) {
    return new ApiProblem(400, "invalid", message, hint);
  }

  static ApiProblem notAllowed(String message, String hint) {
    return new ApiProblem(405, "invalid", message, hint);
  }

  static ApiProblem unauthorized(String message, String hint) {
    return new ApiProblem(401, "unauthorized", message, hint);
  }

  static ApiProblem forbidden(String message, String hint) {
    return new ApiProblem(403, "unauthorized", message, hint);
  }

  int status() {
    return status;
  }

  ErrorDocument document() {
    return ErrorDocument.of(code, String.valueOf(getMessage()), hint);
  }
}
