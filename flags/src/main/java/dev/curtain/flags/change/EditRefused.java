package dev.curtain.flags.change;

/** A change that makes no sense for this flag, and what would. */
public final class EditRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EditRefused(String message) {
    super(message, null, false, false);
  }
}
