package dev.curtain.model;

/** A model without its positions, and what was said about it, so that two texts may be compared. */
final class Shape {
  private Shape() {}

  static String of(Properties properties) {
    return Meaning.of(properties);
  }

  static String of(Resolution resolution) {
    StringBuilder shape = new StringBuilder(Meaning.of(resolution.model()));
    resolution
        .diagnostics()
        .forEach(
            found -> shape.append(found.code()).append(" | ").append(found.message()).append('\n'));
    return shape.toString();
  }
}
