package dev.curtain.diagram;

import java.util.List;

/**
 * A picture in which everything has its place; in pixels, from the upper left corner.
 *
 * @param boxes each before those that stand in it
 * @param legend what marks mean that the picture has, in a row at its lower edge
 */
public record Drawing(
    String title,
    int width,
    int height,
    List<PlacedBox> boxes,
    List<PlacedEdge> edges,
    List<Mark> legend) {
  public Drawing {
    boxes = List.copyOf(boxes);
    edges = List.copyOf(edges);
    legend = List.copyOf(legend);
  }

  /**
   * @param container whether others stand in it
   */
  public record PlacedBox(
      String id,
      String kind,
      Box.Tone tone,
      Style style,
      Change change,
      boolean container,
      List<String> title,
      List<String> lines,
      Area area) {
    public PlacedBox {
      title = List.copyOf(title);
      lines = List.copyOf(lines);
    }
  }

  /** A line through its points; the label is in the middle of its area. */
  public record PlacedEdge(
      String from,
      String to,
      Line line,
      Change change,
      List<String> label,
      Area labelArea,
      List<Point> points) {
    public PlacedEdge {
      label = List.copyOf(label);
      points = List.copyOf(points);
    }
  }

  /**
   * What a mark means.
   *
   * @param name as in {@link Box.Tone} or {@link Change}, in small letters
   * @param area of the sample; the text stands beside it
   */
  public record Mark(String name, String meaning, Area area) {}

  public record Point(int x, int y) {}

  public record Area(int x, int y, int width, int height) {
    boolean overlaps(Area other, int gap) {
      return x < other.x + other.width + gap
          && other.x < x + width + gap
          && y < other.y + other.height + gap
          && other.y < y + height + gap;
    }
  }
}
