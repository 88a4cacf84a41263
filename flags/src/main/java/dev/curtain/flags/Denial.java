package dev.curtain.flags;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who gets one variant whatever the rules say.
 *
 * @param attribute an attribute of the context, such as {@code customer}
 * @param until seconds since 1970 from which on it no longer holds; {@link Long#MAX_VALUE}: none
 */
record Denial(String attribute, Set<String> values, Answer answer, long until) {
  /** Stands for an attribute that everybody has. */
  static final String EVERYONE = "*";

  Denial {
    values = Set.copyOf(values);
  }

  static Optional<Answer> find(Iterable<Denial> denials, Context context, long timestamp) {
    for (Denial each : denials) {
      if (each.attribute.equals(EVERYONE)) {
        if (timestamp < each.until) {
          return Optional.of(each.answer);
        }
        continue;
      }
      @Nullable Value said = context.attributes().get(each.attribute);
      if (said != null && timestamp < each.until && each.values.contains(Coercion.text(said))) {
        return Optional.of(each.answer);
      }
    }
    return Optional.empty();
  }
}
