package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedBox;
import java.util.ArrayList;
import java.util.List;

/** Boxes without arrows: in rows, from the left, inside boxes as wide as what stands in them. */
final class Rows {
  private static final int GAP = 20;
  private static final int LEAST_WIDTH = 900;

  private Rows() {}

  /** A box with its size, and its children relative to it. */
  record Sized(Box box, Text text, int width, int height, List<Child> inside) {}

  record Child(Sized sized, int x, int y) {}

  /** Boxes with their places relative to a corner. */
  record Group(int width, int height, List<Child> children) {}

  static Group of(List<Box> boxes) {
    List<Sized> sized = boxes.stream().map(Rows::size).toList();
    double area = sized.stream().mapToDouble(each -> each.width * (double) each.height).sum();
    int widest = sized.stream().mapToInt(Sized::width).max().orElse(0);
    int limit = Math.max(widest, (int) Math.max(LEAST_WIDTH, Math.sqrt(area) * 1.9));
    List<Child> children = new ArrayList<>();
    int x = 0;
    int y = 0;
    int row = 0;
    int width = 0;
    for (Sized each : sized) {
      if (x > 0 && x + each.width > limit) {
        x = 0;
        y += row + GAP;
        row = 0;
      }
      children.add(new Child(each, x, y));
      width = Math.max(width, x + each.width);
      row = Math.max(row, each.height);
      x += each.width + GAP;
    }
    return new Group(width, y + row, children);
  }

  private static Sized size(Box box) {
    Text text = Text.of(box);
    if (box.children().isEmpty()) {
      return new Sized(box, text, text.width(), text.height(), List.of());
    }
    Group group = of(box.children());
    int width = Math.max(group.width + 2 * Text.PADDING, text.width());
    List<Child> inside =
        group.children.stream()
            .map(child -> new Child(child.sized, child.x + Text.PADDING, child.y + text.height()))
            .toList();
    return new Sized(box, text, width, text.height() + group.height + Text.PADDING, inside);
  }

  static void place(Group group, int x, int y, List<PlacedBox> into) {
    group.children.forEach(child -> place(child, x, y, into));
  }

  private static void place(Child child, int x, int y, List<PlacedBox> into) {
    Sized sized = child.sized;
    int left = x + child.x;
    int top = y + child.y;
    into.add(placed(sized.box, sized.text, new Area(left, top, sized.width, sized.height)));
    sized.inside.forEach(inner -> place(inner, left, top, into));
  }

  static PlacedBox placed(Box box, Text text, Area area) {
    return new PlacedBox(
        box.id(),
        box.kind(),
        box.tone(),
        box.style(),
        box.change(),
        text.container(),
        text.title(),
        text.lines(),
        area);
  }
}
