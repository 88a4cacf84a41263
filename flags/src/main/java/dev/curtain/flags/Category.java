package dev.curtain.flags;

import java.util.Locale;
import java.util.Optional;

/** What a flag is for, and with that how long it may live. */
public enum Category {
  /** Separates release from deployment: gone once the release is complete. */
  RELEASE,
  /** Compares variants: gone with the decision. */
  EXPERIMENT,
  /** Turns a function off under load: may stay, and is reviewed. */
  OPS,
  /** Who may do what: may stay, and is reviewed; better kept where permissions are kept. */
  PERMISSION;

  static Optional<Category> of(String text) {
    for (Category each : values()) {
      if (each.toString().equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  boolean mayStay() {
    return this == OPS || this == PERMISSION;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
