package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedBox;
import dev.curtain.diagram.Drawing.PlacedEdge;
import dev.curtain.diagram.Drawing.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives every arrow its way, the short ones first, and its label a place beside nothing else. */
final class Lines {
  private static final int LABEL_WIDTH = 130;

  private final List<Area> taken = new ArrayList<>();

  private Lines() {}

  static List<PlacedEdge> route(
      List<Picture.Edge> edges, List<PlacedBox> boxes, int width, int height) {
    Map<String, Area> areas = new HashMap<>();
    Lines lines = new Lines();
    Maze maze = new Maze(width, height);
    for (PlacedBox box : boxes) {
      areas.put(box.id(), box.area());
      if (box.container()) {
        Area area = box.area();
        int header = Layout.header(box.title().size(), box.lines().size());
        Area text = new Area(area.x(), area.y(), area.width(), header - 4);
        lines.taken.add(text);
        maze.costly(text);
      } else {
        lines.taken.add(box.area());
        maze.block(box.area());
      }
    }
    List<Picture.Edge> order = new ArrayList<>(edges);
    order.sort(
        Comparator.comparingInt(edge -> distance(areas.get(edge.from()), areas.get(edge.to()))));
    List<PlacedEdge> placed = new ArrayList<>();
    for (Picture.Edge edge : order) {
      Area from = areas.get(edge.from());
      Area to = areas.get(edge.to());
      if (from != null && to != null) {
        List<Point> points = maze.way(from, to);
        List<String> label =
            edge.label().isBlank()
                ? List.of()
                : TextSize.wrap(edge.label(), Layout.TEXT, LABEL_WIDTH, 3);
        placed.add(
            new PlacedEdge(edge.from(), edge.to(), label, lines.labelled(label, points), points));
      }
    }
    return placed;
  }

  private static int distance(@Nullable Area a, @Nullable Area b) {
    return a == null || b == null
        ? 0
        : Math.abs(a.x() + a.width() / 2 - b.x() - b.width() / 2)
            + Math.abs(a.y() + a.height() / 2 - b.y() - b.height() / 2);
  }

  /** The first of many places along the way that nothing else has; else the one in the middle. */
  private Area labelled(List<String> label, List<Point> points) {
    int width = 8;
    for (String line : label) {
      width = Math.max(width, TextSize.width(line, Layout.TEXT) + 8);
    }
    int height = label.size() * 15 + 4;
    if (label.isEmpty()) {
      return new Area(points.getFirst().x(), points.getFirst().y(), 0, 0);
    }
    List<Point> middles = middles(points);
    for (Point middle : middles) {
      for (int aside : new int[] {0, width / 2 + 6, -width / 2 - 6}) {
        Area area =
            new Area(
                Math.max(2, middle.x() - width / 2 + aside),
                middle.y() - height / 2,
                width,
                height);
        if (taken.stream().noneMatch(other -> other.overlaps(area, 3))) {
          taken.add(area);
          return area;
        }
      }
    }
    Point middle = middles.getFirst();
    Area area = new Area(middle.x() - width / 2, middle.y() - height / 2, width, height);
    taken.add(area);
    return area;
  }

  private static List<Point> middles(List<Point> points) {
    List<List<Point>> segments = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      segments.add(List.of(points.get(i - 1), points.get(i)));
    }
    segments.sort(Comparator.comparingInt(each -> -length(each)));
    List<Point> middles = new ArrayList<>();
    for (double part : new double[] {0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9}) {
      for (List<Point> each : segments) {
        Point a = each.getFirst();
        Point b = each.getLast();
        middles.add(
            new Point(
                (int) Math.round(a.x() + (b.x() - a.x()) * part),
                (int) Math.round(a.y() + (b.y() - a.y()) * part)));
      }
    }
    return middles;
  }

  private static int length(List<Point> segment) {
    return Math.abs(segment.getFirst().x() - segment.getLast().x())
        + Math.abs(segment.getFirst().y() - segment.getLast().y());
  }
}
