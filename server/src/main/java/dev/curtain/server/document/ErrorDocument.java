package dev.curtain.server.document;

/** What an HTTP call that is not done answers. */
public record ErrorDocument(Problem error) {
  /**
   * @param code {@code unknown}: there is no such thing (404) · {@code conflict}: not in this state
   *     (409) · {@code invalid}: not understood (400, 405, 413, 415) · {@code unauthorized}: not
   *     for the caller (401, 403) · {@code internal}: Curtain's own fault (500, 503)
   * @param hint what to do; empty where there is nothing to add
   */
  public record Problem(String code, String message, String hint) {}

  public static ErrorDocument of(String code, String message, String hint) {
    return new ErrorDocument(new Problem(code, message, hint));
  }
}
