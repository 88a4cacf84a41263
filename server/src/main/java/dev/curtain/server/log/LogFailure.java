package dev.curtain.server.log;

/**
 * The event log cannot be used. Nothing may take effect that could not be written down, so this
 * ends what was being done.
 */
public final class LogFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
