package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedBox;
import dev.curtain.diagram.Drawing.PlacedEdge;
import dev.curtain.diagram.Drawing.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A picture cut where no arrow leads across, and put together again. */
final class Parts {
  private static final int GAP = 40;

  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, String> leaders = new HashMap<>();

  private Parts() {}

  static List<Picture> of(Picture picture) {
    Parts parts = new Parts();
    for (Box box : picture.boxes()) {
      parts.own(box, box.id());
      parts.leaders.put(box.id(), box.id());
    }
    for (Picture.Edge edge : picture.edges()) {
      String from = parts.owners.get(edge.from());
      String to = parts.owners.get(edge.to());
      if (from != null && to != null) {
        parts.leaders.put(parts.leader(from), parts.leader(to));
      }
    }
    Map<String, List<Box>> boxes = new LinkedHashMap<>();
    List<Box> alone = new ArrayList<>();
    for (Box box : picture.boxes()) {
      boxes.computeIfAbsent(parts.leader(box.id()), _ -> new ArrayList<>()).add(box);
    }
    List<Picture> cut = new ArrayList<>();
    boxes.forEach((leader, members) -> {
      List<Picture.Edge> edges =
          picture.edges().stream()
              .filter(edge -> parts.owners.containsKey(edge.from()))
              .filter(edge -> parts.leader(parts.owners.get(edge.from())).equals(leader))
              .toList();
      if (edges.isEmpty()) {
        alone.addAll(members);
      } else {
        cut.add(new Picture("", members, edges, picture.direction()));
      }
    });
    if (!alone.isEmpty()) {
      cut.add(new Picture("", alone, List.of(), picture.direction()));
    }
    return cut;
  }

  private void own(Box box, String root) {
    owners.put(box.id(), root);
    box.children().forEach(child -> own(child, root));
  }

  private String leader(@org.jspecify.annotations.Nullable String id) {
    String leader = id == null ? "" : id;
    String next = leaders.get(leader);
    while (next != null && !next.equals(leader)) {
      leader = next;
      next = leaders.get(leader);
    }
    return leader;
  }

  /** The largest first, others beside it as long as the whole is not wider than a page is. */
  static Flow.Placed packed(List<Flow.Placed> parts, int top) {
    int widest = parts.stream().mapToInt(Flow.Placed::width).max().orElse(0);
    double area = parts.stream().mapToDouble(part -> part.width() * (double) part.height()).sum();
    int limit = Math.max(widest, (int) Math.max(1400, Math.sqrt(area) * 1.5));
    List<PlacedBox> boxes = new ArrayList<>();
    List<PlacedEdge> edges = new ArrayList<>();
    int x = 0;
    int y = 0;
    int row = 0;
    int width = 0;
    for (Flow.Placed part : parts) {
      if (x > 0 && x + part.width() > limit) {
        x = 0;
        y += row + GAP;
        row = 0;
      }
      int left = Text.PADDING + x;
      int down = top + y;
      part.boxes().forEach(box -> boxes.add(moved(box, left, down)));
      part.edges().forEach(edge -> edges.add(moved(edge, left, down)));
      width = Math.max(width, x + part.width());
      row = Math.max(row, part.height());
      x += part.width() + GAP;
    }
    return new Flow.Placed(width + 2 * Text.PADDING, top + y + row + Text.PADDING, boxes, edges);
  }

  private static PlacedBox moved(PlacedBox box, int x, int y) {
    return new PlacedBox(
        box.id(),
        box.kind(),
        box.tone(),
        box.style(),
        box.change(),
        box.container(),
        box.title(),
        box.lines(),
        moved(box.area(), x, y));
  }

  private static PlacedEdge moved(PlacedEdge edge, int x, int y) {
    return new PlacedEdge(
        edge.from(),
        edge.to(),
        edge.line(),
        edge.change(),
        edge.label(),
        moved(edge.labelArea(), x, y),
        edge.points().stream().map(each -> new Point(each.x() + x, each.y() + y)).toList());
  }

  private static Area moved(Area area, int x, int y) {
    return new Area(area.x() + x, area.y() + y, area.width(), area.height());
  }
}
