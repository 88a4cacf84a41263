package dev.curtain.server.document;

import dev.curtain.diagram.Drawing;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code GET /api/v1/picture}: where the {@code diagram} module puts everything, in pixels.
 *
 * @param boxes each before those that stand in it
 * @param views the model's own, that can be asked for
 */
public record PictureDocument(
    String title,
    int width,
    int height,
    List<BoxDocument> boxes,
    List<EdgeDocument> edges,
    List<ViewName> views) {
  public PictureDocument {
    boxes = List.copyOf(boxes);
    edges = List.copyOf(edges);
    views = List.copyOf(views);
  }

  public record ViewName(String id, String title) {}

  /**
   * @param id path of the element
   * @param tone {@code normal}, {@code candidate} or {@code standby}
   * @param container whether others stand in it
   * @param live whether its last line is room for what it does now
   */
  public record BoxDocument(
      String id,
      String kind,
      String tone,
      boolean container,
      boolean live,
      List<String> title,
      List<String> lines,
      int x,
      int y,
      int width,
      int height) {}

  /** A line through its points, {@code [x, y]}; the label has its middle at {@code labelAt}. */
  public record EdgeDocument(
      String from, String to, List<String> label, int[] labelAt, List<int[]> points) {}

  /**
   * @param services elements that are deployed
   */
  public static PictureDocument of(Drawing drawing, List<ViewName> views, Set<String> services) {
    return new PictureDocument(
        drawing.title(),
        drawing.width(),
        drawing.height(),
        drawing.boxes().stream().map(box -> box(box, services)).toList(),
        drawing.edges().stream().map(PictureDocument::edge).toList(),
        views);
  }

  private static BoxDocument box(Drawing.PlacedBox box, Set<String> services) {
    return new BoxDocument(
        box.id(),
        box.kind(),
        box.tone().name().toLowerCase(Locale.ROOT),
        box.container(),
        services.contains(box.id()) && !box.container(),
        box.title(),
        box.lines(),
        box.area().x(),
        box.area().y(),
        box.area().width(),
        box.area().height());
  }

  private static EdgeDocument edge(Drawing.PlacedEdge edge) {
    Drawing.Area area = edge.labelArea();
    return new EdgeDocument(
        edge.from(),
        edge.to(),
        edge.label(),
        new int[] {area.x() + area.width() / 2, area.y() + area.height() / 2},
        edge.points().stream().map(point -> new int[] {point.x(), point.y()}).toList());
  }
}
