package dev.curtain.server.metrics;

/** Whoever counts could not be asked, or did not answer in a way that can be read. */
final class SourceFailure extends Exception {
  private static final long serialVersionUID = 1L;

  SourceFailure(String message) {
    super(message);
  }
}
