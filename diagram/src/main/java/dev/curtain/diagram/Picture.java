package dev.curtain.diagram;

import java.util.List;

/**
 * What is shown, before anybody has said where.
 *
 * @param direction in which most arrows lead
 */
public record Picture(String title, List<Box> boxes, List<Edge> edges, Direction direction) {
  public Picture {
    boxes = List.copyOf(boxes);
    edges = List.copyOf(edges);
  }

  public Picture(String title, List<Box> boxes, List<Edge> edges) {
    this(title, boxes, edges, Direction.DOWN);
  }

  /** Where arrows lead. */
  public enum Direction {
    DOWN,
    UP,
    RIGHT,
    LEFT
  }

  /** An arrow between two boxes of the picture, by their ids; the label may be empty. */
  public record Edge(String from, String to, String label, Line line, Change change) {
    /** An arrow like any other, in a picture of no difference. */
    public Edge(String from, String to, String label) {
      this(from, to, label, Line.NONE, Change.NONE);
    }
  }
}
