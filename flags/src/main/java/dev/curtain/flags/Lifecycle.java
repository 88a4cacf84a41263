package dev.curtain.flags;

import java.time.LocalDate;
import java.util.Optional;

/** Who answers for a flag and until when it may live; what its metadata says. */
public record Lifecycle(
    Optional<Category> category,
    Optional<String> owner,
    Optional<LocalDate> created,
    Optional<LocalDate> removeBy) {
  /** Nothing is said of it. */
  static final Lifecycle UNKNOWN =
      new Lifecycle(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The removal day has passed. */
  public boolean overdue(LocalDate today) {
    return removeBy.filter(today::isAfter).isPresent();
  }
}
