package dev.curtain.diagram;

import java.util.Optional;

/**
 * What a view wants of a box; colours as CSS has them, checked before they get here.
 *
 * @param opacity in per cent
 */
public record Style(
    Optional<String> background,
    Optional<String> color,
    Optional<String> stroke,
    Shape shape,
    int opacity) {
  public static final Style NONE =
      new Style(Optional.empty(), Optional.empty(), Optional.empty(), Shape.OF_KIND, 100);

  /** The form of a box. */
  public enum Shape {
    /** What is usual for the kind. */
    OF_KIND,
    BOX,
    ROUNDED,
    CYLINDER,
    PERSON,
    QUEUE,
    HEXAGON
  }

  /** This style where it says something, else the other. */
  Style over(Style other) {
    return new Style(
        background.or(other::background),
        color.or(other::color),
        stroke.or(other::stroke),
        shape == Shape.OF_KIND ? other.shape : shape,
        opacity == 100 ? other.opacity : opacity);
  }
}
