package dev.curtain.model;

import dev.curtain.language.Span;
import java.util.Optional;

/**
 * A deployment or node, seen from what stands in it.
 *
 * @param parent empty for the deployment itself
 * @param traffic its share of what reaches the nearest node above that has one, 0..100
 * @param standby whether it or a node above it is a standby
 * @param region of itself or the nearest node above that names one
 */
record Level(
    Optional<Level> parent,
    String path,
    Optional<Double> traffic,
    boolean standby,
    boolean active,
    Optional<String> region,
    Span span) {

  /** The nearest level that divides traffic: this one or one above, at last the deployment. */
  Level divider() {
    Level level = this;
    while (level.traffic.isEmpty() && level.parent.isPresent()) {
      level = level.parent.get();
    }
    return level;
  }

  /** The dividing level just below {@code scope} on the way up from here, if there is one. */
  Optional<Level> dividerBelow(Level scope) {
    Optional<Level> found = Optional.empty();
    Level level = this;
    while (!level.path.equals(scope.path)) {
      if (level.traffic.isPresent()) {
        found = Optional.of(level);
      }
      if (level.parent.isEmpty()) {
        break;
      }
      level = level.parent.get();
    }
    return found;
  }
}
