package dev.curtain.flags;

import java.util.Locale;
import java.util.Optional;

/** What a flag is for, and with that how long it may live. */
public enum Category {
  /** Separates release from deployment: gone once the release is complete. */
  RELEASE(184),
  /** Compares variants: gone with the decision. */
  EXPERIMENT(92),
  /** Turns a function off under load: may stay, and is reviewed. */
  OPS(366),
  /** Who may do what: may stay, and is reviewed; better kept where permissions are kept. */
  PERMISSION(366);

  /** How often a removal day may be put off, and by how many days each time. */
  public static final int MOST_EXTENSIONS = 2;

  public static final int EXTENSION_DAYS = 92;

  private final int longestDays;

  Category(int longestDays) {
    this.longestDays = longestDays;
  }

  /** Days from creation to removal at the most, or to the next review where it may stay. */
  public int longestDays() {
    return longestDays;
  }

  public static Optional<Category> of(String text) {
    for (Category each : values()) {
      if (each.toString().equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether its day is one of review and not of removal. */
  public boolean mayStay() {
    return this == OPS || this == PERMISSION;
  }

  /** What whoever makes one is told. */
  public Optional<String> advice() {
    return this == PERMISSION
        ? Optional.of(
            "who may do what belongs where accounts and roles are kept; a flag may stand in for"
                + " that until then, and is reviewed")
        : Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
