package dev.curtain.server.api;

import java.io.IOException;
import java.net.URI;

/** No Curtain answers; the message says what to do. */
public final class ApiUnreachable extends Exception {
  private static final long serialVersionUID = 1L;

  ApiUnreachable(URI base, IOException cause) {
    this("no curtain is running at " + base + ": start one with curtain up FILE", cause);
  }

  private ApiUnreachable(String message, IOException cause) {
    super(message, cause);
  }

  static ApiUnreachable silent(URI base, IOException cause) {
    return new ApiUnreachable(
        "the curtain at " + base + " does not answer in time; its log says what it is doing",
        cause);
  }

  static ApiUnreachable lost(URI base, IOException cause) {
    return new ApiUnreachable("the connection to the curtain at " + base + " was lost", cause);
  }
}
