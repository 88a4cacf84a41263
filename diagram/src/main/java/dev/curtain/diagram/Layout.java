package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedBox;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives every box its place: boxes in rows inside boxes, as wide as what stands in them. All
 * coordinates are multiples of {@link #GRID}, so that lines can keep clear of boxes.
 */
public final class Layout {
  static final int GRID = 10;
  static final int TITLE = 14;
  static final int TEXT = 12;
  static final int TITLE_LINE = 20;
  static final int TEXT_LINE = 16;
  static final int PADDING = 20;

  /** Around a picture with arrows, some of which go round it. */
  private static final int MARGIN = 60;

  private static final int LEAF_TEXT = 190;
  private static final int LEAST_LEAF = 140;

  private final List<Picture.Edge> edges;
  private final int gapAcross;
  private final int gapDown;

  private Layout(Picture picture) {
    this.edges = picture.edges();
    this.gapAcross = edges.isEmpty() ? 20 : 60;
    this.gapDown = edges.isEmpty() ? 20 : 70;
  }

  /** A box with its size, and its children relative to it. */
  private record Sized(
      Box box, List<String> title, List<String> lines, int width, int height, List<Child> inside) {}

  private record Child(Sized sized, int x, int y) {}

  public static Drawing of(Picture picture) {
    Layout layout = new Layout(picture);
    int margin = picture.edges().isEmpty() ? PADDING : MARGIN;
    int top = PADDING + (picture.title().isEmpty() ? 0 : 40);
    Group group = layout.group(picture.boxes());
    List<PlacedBox> boxes = new ArrayList<>();
    group.children.forEach(child -> place(child, margin, top, boxes));
    int title = TextSize.width(picture.title(), 20) + 2 * PADDING;
    int width = Math.max(Math.max(group.width + 2 * margin, title), 200);
    int height = group.height + top + margin;
    return new Drawing(
        picture.title(), width, height, boxes, Lines.route(picture.edges(), boxes, width, height));
  }

  private static void place(Child child, int x, int y, List<PlacedBox> into) {
    Sized sized = child.sized;
    int left = x + child.x;
    int top = y + child.y;
    into.add(
        new PlacedBox(
            sized.box.id(),
            sized.box.kind(),
            sized.box.tone(),
            !sized.inside.isEmpty(),
            sized.title,
            sized.lines,
            new Area(left, top, sized.width, sized.height)));
    sized.inside.forEach(inner -> place(inner, left, top, into));
  }

  private Sized size(Box box) {
    if (box.children().isEmpty()) {
      List<String> title = TextSize.wrap(box.title(), TITLE, LEAF_TEXT, 3);
      List<String> lines =
          box.lines().stream()
              .flatMap(line -> TextSize.wrap(line, TEXT, LEAF_TEXT, 2).stream())
              .toList();
      int width = Math.max(LEAST_LEAF, textWidth(title, lines) + 2 * PADDING);
      int height = title.size() * TITLE_LINE + lines.size() * TEXT_LINE + 24;
      return new Sized(box, title, lines, up(width), up(height), List.of());
    }
    Group group = group(box.children());
    int room = Math.max(group.width, 240);
    List<String> title = TextSize.wrap(box.title(), TITLE, room, 2);
    List<String> lines =
        box.lines().stream().flatMap(line -> TextSize.wrap(line, TEXT, room, 2).stream()).toList();
    int header = header(title.size(), lines.size());
    int width = up(Math.max(group.width, textWidth(title, lines)) + 2 * PADDING);
    int shift = up((width - 2 * PADDING - group.width) / 2);
    List<Child> inside =
        group.children.stream()
            .map(child -> new Child(child.sized, child.x + PADDING + shift, child.y + header))
            .toList();
    return new Sized(
        box, title, lines, width + (shift > 0 ? GRID : 0), header + group.height + PADDING, inside);
  }

  /** How high the text at the top of a box is in which others stand. */
  static int header(int titles, int lines) {
    return up(14 + titles * TITLE_LINE + lines * TEXT_LINE + 8);
  }

  private static int textWidth(List<String> title, List<String> lines) {
    int width = 0;
    for (String line : title) {
      width = Math.max(width, TextSize.width(line, TITLE));
    }
    for (String line : lines) {
      width = Math.max(width, TextSize.width(line, TEXT));
    }
    return width;
  }

  private record Group(int width, int height, List<Child> children) {}

  private Group group(List<Box> boxes) {
    List<Sized> sized = boxes.stream().map(this::size).toList();
    double area = sized.stream().mapToDouble(each -> each.width * (double) each.height).sum();
    int widest = sized.stream().mapToInt(Sized::width).max().orElse(0);
    int limit = Math.max(widest, (int) Math.max(900, Math.sqrt(area) * 1.9));
    List<List<Sized>> rows = new ArrayList<>();
    for (List<Integer> rank : Ranks.of(boxes, edges)) {
      List<Sized> row = new ArrayList<>();
      int width = 0;
      for (int index : rank) {
        Sized each = sized.get(index);
        if (!row.isEmpty() && width + gapAcross + each.width > limit) {
          rows.add(row);
          row = new ArrayList<>();
          width = 0;
        }
        width += (row.isEmpty() ? 0 : gapAcross) + each.width;
        row.add(each);
      }
      rows.add(row);
    }
    int width = rows.stream().mapToInt(this::width).max().orElse(0);
    List<Child> children = new ArrayList<>();
    int y = 0;
    for (List<Sized> row : rows) {
      // Rows of a graph stand centred under each other; nested places read from the left.
      int x = edges.isEmpty() ? 0 : (width - width(row)) / 2 / GRID * GRID;
      int height = row.stream().mapToInt(Sized::height).max().orElse(0);
      for (Sized each : row) {
        children.add(new Child(each, x, y));
        x += each.width + gapAcross;
      }
      y += height + gapDown;
    }
    return new Group(width, Math.max(0, y - gapDown), children);
  }

  private int width(List<Sized> row) {
    return row.stream().mapToInt(Sized::width).sum() + gapAcross * Math.max(0, row.size() - 1);
  }

  private static int up(int length) {
    return (length + GRID - 1) / GRID * GRID;
  }
}
