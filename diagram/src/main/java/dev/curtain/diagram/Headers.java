package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedEdge;
import dev.curtain.diagram.Drawing.Point;
import java.util.List;

/** Where in the upper part of a box its name is not crossed by arrows. */
final class Headers {
  private static final int STEP = 10;
  private static final int GAP = 5;

  private Headers() {}

  /** The leftmost free place; the left end where there is none. */
  static int free(Area box, int width, int height, List<PlacedEdge> edges) {
    int first = box.x() + Text.PADDING;
    for (int x = first; x + width <= box.x() + box.width() - Text.PADDING / 2; x += STEP) {
      Area words = new Area(x - GAP, box.y() + 8, width + 2 * GAP, height - 8);
      if (edges.stream().noneMatch(edge -> crosses(edge, words))) {
        return x;
      }
    }
    return first;
  }

  private static boolean crosses(PlacedEdge edge, Area area) {
    if (!edge.label().isEmpty() && edge.labelArea().overlaps(area, 0)) {
      return true;
    }
    for (int i = 1; i < edge.points().size(); i++) {
      Point a = edge.points().get(i - 1);
      Point b = edge.points().get(i);
      Area line =
          new Area(
              Math.min(a.x(), b.x()),
              Math.min(a.y(), b.y()),
              Math.abs(a.x() - b.x()) + 1,
              Math.abs(a.y() - b.y()) + 1);
      if (line.overlaps(area, 0)) {
        return true;
      }
    }
    return false;
  }
}
