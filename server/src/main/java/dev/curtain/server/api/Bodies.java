package dev.curtain.server.api;

import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import org.jspecify.annotations.Nullable;

/** Pieces of a body that is more than texts. */
final class Bodies {
  private Bodies() {}

  static Value json(String text) {
    try {
      return Json.read(text);
    } catch (InvalidFlags e) {
      throw ApiProblem.invalid("body: not JSON: " + e.getMessage(), "");
    }
  }

  static String text(@Nullable Value value, String name) {
    if (value instanceof Value.Text(String text) && !text.isBlank()) {
      return text;
    }
    throw ApiProblem.invalid(name + ": missing or no text (expected: a name)", "");
  }

  static long count(@Nullable Value value, String name) {
    if (value instanceof Value.Num num && num.integer() && num.value() >= 0) {
      return (long) num.value();
    }
    throw ApiProblem.invalid(name + ": missing or no count (expected: 0 or more)", "");
  }
}
