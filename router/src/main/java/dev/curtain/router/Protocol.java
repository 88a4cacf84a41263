package dev.curtain.router;

/** What kind of thing is under way. */
enum Protocol {
  /** A request whose answer has not begun, or ends soon. */
  HTTP,
  /** An answer that has been going on for a second. */
  STREAM,
  /** Any upgrade. */
  WEBSOCKET,
  GRPC;

  private final String text = name().toLowerCase(java.util.Locale.ROOT);

  String text() {
    return text;
  }
}
