package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedBox;
import dev.curtain.diagram.Drawing.PlacedEdge;
import dev.curtain.diagram.Drawing.Point;
import java.util.List;
import java.util.Locale;

/** A drawing as SVG that stands alone: its own colours, light and dark, and no font of its own. */
public final class Svg {
  private static final String STYLE =
      """
      <style>
        svg { --paper: #ffffff; --ink: #1c2330; --soft: #5a6475; --line: #7c879a; --node: #f4f6fa; --edge: #c6cedb;
              --container: #dce9fb; --data: #dff3e6; --person: #fbe9d0; --other: #ece6f8; --candidate: #fff0b8;
              background: var(--paper); font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        @media (prefers-color-scheme: dark) {
          svg { --paper: #14181f; --ink: #e8ecf3; --soft: #a3adbd; --line: #8390a5; --node: #1b212b; --edge: #3b4657;
                --container: #1f3a5f; --data: #1d4a33; --person: #5a4320; --other: #3d3160; --candidate: #5c4d12; }
        }
        .box { stroke: var(--line); stroke-width: 1.2; fill: var(--other); }
        .container, .instance, .component { fill: var(--container); }
        .database, .datastore, .queue { fill: var(--data); }
        .person { fill: var(--person); }
        .around { fill: var(--node); stroke: var(--edge); stroke-width: 1.5; }
        .place { fill: var(--node); stroke: var(--edge); stroke-width: 1.5; }
        .candidate .box { fill: var(--candidate); stroke-dasharray: 6 3; }
        .standby .box { stroke-dasharray: 3 3; }
        .standby { opacity: .62; }
        text { fill: var(--ink); font-size: 12px; }
        .title { font-size: 14px; font-weight: 600; }
        .heading { font-size: 20px; font-weight: 600; }
        .line { fill: var(--soft); }
        .arrow { fill: none; stroke: var(--line); stroke-width: 1.4; }
        .head { fill: var(--line); }
        .paper { fill: var(--paper); fill-opacity: .85; }
      </style>
      <defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="head" d="M0 0L10 5L0 10z"/></marker></defs>
      """;

  private final StringBuilder out = new StringBuilder();

  private Svg() {}

  public static String of(Drawing drawing) {
    Svg svg = new Svg();
    svg.out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" role=\"img\">%n",
            drawing.width(),
            drawing.height(),
            drawing.width(),
            drawing.height()));
    svg.out.append("<title>").append(escape(drawing.title())).append("</title>\n").append(STYLE);
    if (!drawing.title().isEmpty()) {
      svg.text("heading", Layout.PADDING, Layout.PADDING + 20, "start", drawing.title());
    }
    drawing.boxes().stream().filter(PlacedBox::container).forEach(svg::box);
    drawing.edges().forEach(svg::arrow);
    drawing.boxes().stream().filter(box -> !box.container()).forEach(svg::box);
    drawing.edges().forEach(svg::label);
    return svg.out.append("</svg>\n").toString();
  }

  private void box(PlacedBox box) {
    Area area = box.area();
    out.append("<g class=\"")
        .append(box.tone().name().toLowerCase(Locale.ROOT))
        .append("\"><rect class=\"box ")
        .append(
            box.container() ? "around" : box.kind().equals("node") ? "place" : escape(box.kind()))
        .append("\" x=\"" + area.x() + "\" y=\"" + area.y())
        .append("\" width=\"" + area.width() + "\" height=\"" + area.height())
        .append("\" rx=\"6\"><title>")
        .append(escape(box.id()))
        .append("</title></rect>\n");
    int x = box.container() ? area.x() + Layout.PADDING : area.x() + area.width() / 2;
    String anchor = box.container() ? "start" : "middle";
    int text = box.title().size() * Layout.TITLE_LINE + box.lines().size() * Layout.TEXT_LINE;
    int y = box.container() ? area.y() + 14 : area.y() + (area.height() - text) / 2;
    for (String line : box.title()) {
      text("title", x, y + 15, anchor, line);
      y += Layout.TITLE_LINE;
    }
    for (String line : box.lines()) {
      text("line", x, y + 12, anchor, line);
      y += Layout.TEXT_LINE;
    }
    out.append("</g>\n");
  }

  private void arrow(PlacedEdge edge) {
    out.append("<path class=\"arrow\" marker-end=\"url(#head)\" d=\"");
    List<Point> points = edge.points();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      boolean corner = i > 0 && i < points.size() - 1;
      if (corner) {
        Point in = toward(point, points.get(i - 1));
        Point away = toward(point, points.get(i + 1));
        out.append("L" + in.x() + " " + in.y() + "Q" + point.x() + " " + point.y() + " ")
            .append(away.x() + " " + away.y());
      } else {
        out.append(i == 0 ? "M" : "L").append(point.x() + " " + point.y());
      }
    }
    out.append("\"/>\n");
  }

  /** A little way from a corner, so that it can be rounded. */
  private static Point toward(Point corner, Point other) {
    return new Point(
        corner.x() + 5 * Integer.signum(other.x() - corner.x()),
        corner.y() + 5 * Integer.signum(other.y() - corner.y()));
  }

  private void label(PlacedEdge edge) {
    if (edge.label().isEmpty()) {
      return;
    }
    Area area = edge.labelArea();
    out.append("<rect class=\"paper\" x=\"" + area.x() + "\" y=\"" + area.y())
        .append("\" width=\"" + area.width() + "\" height=\"" + area.height() + "\" rx=\"3\"/>\n");
    int y = area.y() + 13;
    for (String line : edge.label()) {
      text("line", area.x() + area.width() / 2, y, "middle", line);
      y += 15;
    }
  }

  private void text(String style, int x, int y, String anchor, String text) {
    out.append("<text class=\"" + style + "\" x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"")
        .append(anchor)
        .append("\">")
        .append(escape(text))
        .append("</text>\n");
  }

  /** Text as XML may hold it; what XML may not hold at all is left out. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '&' -> escaped.append("&amp;");
            case '"' -> escaped.append("&quot;");
            default -> {
              boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
              if ((c >= 0x20 && !surrogate && c < 0xFFFE || c > 0xFFFF) || c == '\n' || c == '\t') {
                escaped.appendCodePoint(c);
              }
            }
          }
        });
    return escaped.toString();
  }
}
