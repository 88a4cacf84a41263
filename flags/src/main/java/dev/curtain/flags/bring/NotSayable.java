package dev.curtain.flags.bring;

/** Something that an export says and a definition here cannot. */
final class NotSayable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotSayable(String message) {
    super(message, null, false, false);
  }
}
