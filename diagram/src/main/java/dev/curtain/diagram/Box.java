package dev.curtain.diagram;

import java.util.List;

/**
 * Something that is shown as a rectangle, with what stands in it.
 *
 * @param id path of the element, node or instance
 * @param lines below the title, each short
 * @param style what a view wants of it, beside what its kind has
 * @param change what became of it, in a picture of a difference
 */
public record Box(
    String id,
    String title,
    List<String> lines,
    String kind,
    Tone tone,
    Style style,
    Change change,
    List<Box> children) {
  public Box {
    lines = List.copyOf(lines);
    children = List.copyOf(children);
  }

  /** A box that looks like its kind, in a picture of no difference. */
  public Box(
      String id, String title, List<String> lines, String kind, Tone tone, List<Box> children) {
    this(id, title, lines, kind, tone, Style.NONE, Change.NONE, children);
  }

  Box with(Style other) {
    return new Box(id, title, lines, kind, tone, other, change, children);
  }

  /** How much a box comes forward. */
  public enum Tone {
    NORMAL,
    /** Another version that is to take over. */
    CANDIDATE,
    /** Ready, and without traffic. */
    STANDBY
  }
}
