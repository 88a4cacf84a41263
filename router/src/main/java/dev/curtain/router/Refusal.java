package dev.curtain.router;

/**
 * A message that is not accepted. Expected in numbers from hostile clients, hence without a stack
 * trace.
 */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  static Refusal bad(String reason) {
    return new Refusal(400, reason);
  }

  /** The status a client is answered with. */
  int status() {
    return status;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
