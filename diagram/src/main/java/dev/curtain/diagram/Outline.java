package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedBox;
import dev.curtain.diagram.Style.Shape;

/** The form of a box as an SVG element. */
final class Outline {
  /** How far a lid curves. */
  private static final int LID = 6;

  private Outline() {}

  static Shape shape(PlacedBox box) {
    if (box.style().shape() != Shape.OF_KIND) {
      return box.style().shape();
    }
    return box.container() ? Shape.BOX : usual(box.kind());
  }

  static Shape usual(String kind) {
    return switch (kind) {
      case "database", "datastore" -> Shape.CYLINDER;
      case "queue" -> Shape.QUEUE;
      case "person", "role" -> Shape.PERSON;
      default -> Shape.BOX;
    };
  }

  /** How far text has to go down to stand clear of the lid. */
  static int lid(PlacedBox box) {
    return shape(box) == Shape.CYLINDER ? LID / 2 : 0;
  }

  static String of(PlacedBox box, String classes) {
    Area area = box.area();
    int left = area.x();
    int top = area.y();
    int right = left + area.width();
    int bottom = top + area.height();
    int middle = top + area.height() / 2;
    String look = " class=\"" + classes + "\"" + style(box.style());
    String title = "><title>" + Svg.escape(box.id()) + "</title></";
    return switch (shape(box)) {
      case OF_KIND, BOX -> rectangle(area, 6, look, title);
      case ROUNDED, PERSON ->
          rectangle(area, Math.min(26, Math.min(area.width(), area.height()) / 2), look, title);
      case CYLINDER -> {
        String lid = "A%d %d 0 0 ".formatted(area.width() / 2, LID);
        String body =
            "M%d %d%s1 %d %dV%d%s1 %d %dZ"
                .formatted(
                    left, top + LID, lid, right, top + LID, bottom - LID, lid, left, bottom - LID);
        String line = "M%d %d%s0 %d %d".formatted(left, top + LID, lid, right, top + LID);
        yield closed(look, body, title, classes, box.style(), line);
      }
      case QUEUE -> {
        String lid = "A%d %d 0 0 ".formatted(LID, area.height() / 2);
        String body =
            "M%d %dH%d%s1 %d %dH%d%s1 %d %dZ"
                .formatted(
                    left + LID,
                    top,
                    right - LID,
                    lid,
                    right - LID,
                    bottom,
                    left + LID,
                    lid,
                    left + LID,
                    top);
        String line = "M%d %d%s0 %d %d".formatted(right - LID, top, lid, right - LID, bottom);
        yield closed(look, body, title, classes, box.style(), line);
      }
      case HEXAGON -> {
        int cut = Math.min(16, area.height() / 3);
        yield "<path%s d=\"M%d %dH%dL%d %dL%d %dH%dL%d %dZ\"%spath>"
            .formatted(
                look,
                left + cut,
                top,
                right - cut,
                right,
                middle,
                right - cut,
                bottom,
                left + cut,
                left,
                middle,
                title);
      }
    };
  }

  /** A body with the line of its lid, which is no border of a surface. */
  private static String closed(
      String look, String body, String title, String classes, Style style, String line) {
    String stroke = style.stroke().map(each -> "stroke:" + Svg.escape(each) + ";").orElse("");
    return "<path%s d=\"%s\"%spath><path class=\"%s\" style=\"%sfill:none\" d=\"%s\"/>"
        .formatted(look, body, title, classes, stroke, line);
  }

  private static String rectangle(Area area, int radius, String look, String title) {
    return "<rect%s x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"%srect>"
        .formatted(look, area.x(), area.y(), area.width(), area.height(), radius, title);
  }

  private static String style(Style style) {
    StringBuilder css = new StringBuilder();
    style.background().ifPresent(each -> css.append("fill:").append(each).append(';'));
    style.stroke().ifPresent(each -> css.append("stroke:").append(each).append(';'));
    return css.isEmpty() ? "" : " style=\"" + Svg.escape(css.toString()) + "\"";
  }
}
