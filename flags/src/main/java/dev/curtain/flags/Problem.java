package dev.curtain.flags;

/**
 * Something wrong with a definition.
 *
 * @param path where, as {@code flags.new-checkout.defaultVariant}
 * @param message what, and what was expected
 */
public record Problem(String path, String message) {
  @Override
  public String toString() {
    return path + ": " + message;
  }
}
