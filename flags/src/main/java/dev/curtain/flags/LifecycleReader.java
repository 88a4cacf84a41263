package dev.curtain.flags;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code category}, {@code owner}, {@code created} and {@code remove_by}. A set whose
 * metadata says {@code "lifecycle": "required"} is refused where one is missing or makes no sense;
 * any other set is taken as it is.
 */
final class LifecycleReader {
  private final boolean required;
  private final List<Problem> problems;

  LifecycleReader(boolean required, List<Problem> problems) {
    this.required = required;
    this.problems = problems;
  }

  Lifecycle read(Map<String, Value> metadata, Place place) {
    if (!required && metadata.isEmpty()) {
      return Lifecycle.UNKNOWN;
    }
    Optional<String> said = text(metadata, "category");
    Optional<Category> category = said.flatMap(Category::of);
    Optional<String> owner = text(metadata, "owner").filter(text -> !text.isBlank());
    Optional<LocalDate> created = date(metadata, "created", place);
    Optional<LocalDate> removeBy = date(metadata, "remove_by", place);
    if (required) {
      if (category.isEmpty()) {
        problem(
            place,
            "category",
            said.orElse("missing") + " (expected: release, experiment, ops or permission)");
      }
      if (owner.isEmpty()) {
        problem(place, "owner", "missing (expected: who removes the flag)");
      }
      if (created.isEmpty()) {
        problem(place, "created", "missing (expected: a day such as 2026-11-21)");
      }
      if (removeBy.isEmpty()) {
        problem(
            place,
            "remove_by",
            "missing (expected: the day on which the flag is removed"
                + (category.filter(Category::mayStay).isPresent() ? " or reviewed)" : ")"));
      }
      span(category, created, removeBy, extensions(metadata), place);
    }
    return new Lifecycle(category, owner, created, removeBy);
  }

  private void span(
      Optional<Category> category,
      Optional<LocalDate> created,
      Optional<LocalDate> removeBy,
      int extensions,
      Place place) {
    if (created.isEmpty() || removeBy.isEmpty()) {
      return;
    }
    int longest =
        category.orElse(Category.OPS).longestDays() + extensions * Category.EXTENSION_DAYS;
    LocalDate latest = created.get().plusDays(longest);
    if (!removeBy.get().isAfter(created.get())) {
      problem(
          place, "remove_by", removeBy.get() + " (expected: a day after " + created.get() + ")");
    } else if (removeBy.get().isAfter(latest)) {
      problem(
          place,
          "remove_by",
          removeBy.get()
              + " (expected: "
              + latest
              + " at the latest, "
              + longest
              + " days after created"
              + (category.filter(Category::mayStay).isPresent()
                  ? "; a flag that stays is reviewed by then)"
                  : ")"));
    }
  }

  /** How often it was put off; a number beyond what is allowed counts as that. */
  private static int extensions(Map<String, Value> metadata) {
    return metadata.get("extensions") instanceof Value.Num num
        ? (int) Math.clamp(num.value(), 0, Category.MOST_EXTENSIONS)
        : 0;
  }

  private Optional<LocalDate> date(Map<String, Value> metadata, String name, Place place) {
    Optional<String> text = text(metadata, name);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      if (required) {
        problem(place, name, text.orElse("") + " (expected: a day such as 2026-11-21)");
      }
      return Optional.empty();
    }
  }

  private static Optional<String> text(Map<String, Value> metadata, String name) {
    @Nullable Value value = metadata.get(name);
    return value instanceof Value.Text text ? Optional.of(text.value()) : Optional.empty();
  }

  private void problem(Place place, String name, String message) {
    problems.add(new Problem(place.dot("metadata").dot(name).toString(), message));
  }
}
