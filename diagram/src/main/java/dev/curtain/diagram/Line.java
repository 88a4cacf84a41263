package dev.curtain.diagram;

import java.util.Optional;

/**
 * What a view wants of an arrow; colours as CSS has them, checked before they get here.
 *
 * @param thickness in pixels, 1 to 12
 * @param opacity in per cent
 */
public record Line(
    Optional<String> color, Optional<Integer> thickness, Pattern pattern, int opacity) {
  public static final Line NONE = new Line(Optional.empty(), Optional.empty(), Pattern.USUAL, 100);

  /** The form of a line. */
  public enum Pattern {
    USUAL,
    SOLID,
    DASHED,
    DOTTED
  }

  /** This line where it says something, else the other. */
  Line over(Line other) {
    return new Line(
        color.or(other::color),
        thickness.or(other::thickness),
        pattern == Pattern.USUAL ? other.pattern : pattern,
        opacity == 100 ? other.opacity : opacity);
  }
}
