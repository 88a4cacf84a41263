package dev.curtain.diagram;

import java.util.List;

/**
 * Something that is shown as a rectangle, with what stands in it.
 *
 * @param id path of the element, node or instance
 * @param lines below the title, each short
 */
public record Box(
    String id, String title, List<String> lines, String kind, Tone tone, List<Box> children) {
  public Box {
    lines = List.copyOf(lines);
    children = List.copyOf(children);
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
