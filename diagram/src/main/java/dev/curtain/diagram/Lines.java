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
import java.util.Objects;
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
        maze.border(area);
      } else {
        lines.taken.add(box.area());
        maze.block(box.area());
      }
    }
    List<Picture.Edge> order = new ArrayList<>(edges);
    order.sort(
        Comparator.comparingInt(edge -> distance(areas.get(edge.from()), areas.get(edge.to()))));
    List<List<Point>> ways = new ArrayList<>();
    List<Picture.Edge> drawn = new ArrayList<>();
    for (Picture.Edge edge : order) {
      Area from = areas.get(edge.from());
      Area to = areas.get(edge.to());
      if (from != null && to != null) {
        ways.add(maze.way(from, to));
        drawn.add(edge);
      }
    }
    Area page = new Area(0, 0, width, height);
    List<PlacedEdge> placed = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      Picture.Edge edge = drawn.get(i);
      List<String> label =
          edge.label().isBlank()
              ? List.of()
              : TextSize.wrap(edge.label(), Layout.TEXT, LABEL_WIDTH, 3);
      Area area = lines.labelled(label, ways, i, page);
      placed.add(new PlacedEdge(edge.from(), edge.to(), label, area, ways.get(i)));
    }
    return placed;
  }

  private static int distance(@Nullable Area a, @Nullable Area b) {
    return a == null || b == null
        ? 0
        : Math.abs(a.x() + a.width() / 2 - b.x() - b.width() / 2)
            + Math.abs(a.y() + a.height() / 2 - b.y() - b.height() / 2);
  }

  /**
   * The first of many places along the way that nothing else has and no other line crosses; else
   * one that nothing else has; else the middle.
   */
  private Area labelled(List<String> label, List<List<Point>> ways, int own, Area page) {
    List<Point> points = ways.get(own);
    if (label.isEmpty()) {
      return new Area(points.getFirst().x(), points.getFirst().y(), 0, 0);
    }
    int width = 8;
    for (String line : label) {
      width = Math.max(width, TextSize.width(line, Layout.TEXT) + 8);
    }
    int height = label.size() * 15 + 4;
    List<Area> others = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      if (i != own) {
        segments(ways.get(i)).forEach(each -> others.add(around(each)));
      }
    }
    Area chosen = null;
    Area first = null;
    for (Point middle : middles(points)) {
      for (int aside : new int[] {0, width / 2 + 6, -width / 2 - 6}) {
        int x =
            Math.clamp(middle.x() - width / 2 + aside, 2, Math.max(2, page.width() - width - 2));
        Area area = new Area(x, middle.y() - height / 2, width, height);
        first = first == null ? area : first;
        if (taken.stream().noneMatch(other -> other.overlaps(area, 3))) {
          if (others.stream().noneMatch(other -> other.overlaps(area, 0))) {
            taken.add(area);
            return area;
          }
          chosen = chosen == null ? area : chosen;
        }
      }
    }
    Area area = chosen != null ? chosen : Objects.requireNonNull(first);
    taken.add(area);
    return area;
  }

  private static Area around(List<Point> segment) {
    Point a = segment.getFirst();
    Point b = segment.getLast();
    return new Area(
        Math.min(a.x(), b.x()) - 1,
        Math.min(a.y(), b.y()) - 1,
        Math.abs(a.x() - b.x()) + 2,
        Math.abs(a.y() - b.y()) + 2);
  }

  private static List<List<Point>> segments(List<Point> points) {
    List<List<Point>> segments = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      segments.add(List.of(points.get(i - 1), points.get(i)));
    }
    return segments;
  }

  private static List<Point> middles(List<Point> points) {
    List<List<Point>> segments = new ArrayList<>(segments(points));
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
