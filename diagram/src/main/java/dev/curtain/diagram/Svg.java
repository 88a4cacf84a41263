package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.Mark;
import dev.curtain.diagram.Drawing.PlacedBox;
import dev.curtain.diagram.Drawing.PlacedEdge;
import dev.curtain.diagram.Drawing.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A drawing as SVG that stands alone: its own colours, light and dark, and no font of its own. */
public final class Svg {
  private static final String FONTS =
      "Segoe UI, Roboto, Helvetica Neue, DejaVu Sans, Liberation Sans, Arial, sans-serif";

  private static final String RULES =
      """
      svg { background: var(--paper); }
      .page { fill: var(--paper); }
      .box { stroke: var(--line); stroke-width: 1.2; fill: var(--other); }
      .container, .instance, .component { fill: var(--container); }
      .database, .datastore, .queue { fill: var(--data); }
      .person, .role { fill: var(--person); }
      .around, .node { fill: var(--node); stroke: var(--edge); stroke-width: 1.5; }
      .candidate { fill: var(--candidate); stroke-dasharray: 6 3; }
      .standby { stroke-dasharray: 2 3; }
      .added { fill: var(--added-fill); stroke: var(--added); stroke-width: 2; }
      .removed { fill: var(--removed-fill); stroke: var(--removed); stroke-width: 2; stroke-dasharray: 6 4; }
      .changed { fill: var(--changed-fill); stroke: var(--changed); stroke-width: 2; }
      text { fill: var(--ink); font-size: 12px; }
      .title { fill: var(--ink); font-size: 14px; font-weight: 600; }
      .heading { fill: var(--ink); font-size: 20px; font-weight: 600; }
      .line { fill: var(--soft); font-size: 12px; }
      .arrow { fill: none; stroke: var(--line); stroke-width: 1.4; }
      .arrow-added { fill: none; stroke: var(--added); stroke-width: 2; }
      .arrow-removed { fill: none; stroke: var(--removed); stroke-width: 2; stroke-dasharray: 6 4; }
      .arrow-changed { fill: none; stroke: var(--changed); stroke-width: 2; }
      .head { fill: var(--line); }
      .behind { fill: var(--node); fill-opacity: .85; }
      .none { fill: none; }
      """;

  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> heads = new LinkedHashMap<>();

  private Svg() {}

  /** In the reader's colours. */
  public static String of(Drawing drawing) {
    return of(drawing, Theme.AUTO);
  }

  public static String of(Drawing drawing, Theme theme) {
    Svg svg = new Svg();
    svg.out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" role=\"img\" font-family=\"%s\">%n",
            drawing.width(),
            drawing.height(),
            drawing.width(),
            drawing.height(),
            FONTS));
    svg.out.append("<title>").append(escape(drawing.title())).append("</title>\n");
    if (theme == Theme.AUTO) {
      svg.out.append("<style>\n").append(theme.sheet(RULES)).append("</style>\n");
    }
    svg.heads(drawing.edges());
    svg.out.append("<rect class=\"page\" x=\"0\" y=\"0\" width=\"" + drawing.width());
    svg.out.append("\" height=\"" + drawing.height() + "\"/>\n");
    if (!drawing.title().isEmpty()) {
      svg.text("heading", Text.PADDING, Text.PADDING + 20, "start", "", drawing.title());
    }
    drawing.boxes().stream().filter(PlacedBox::container).forEach(svg::box);
    drawing.edges().forEach(svg::arrow);
    drawing.boxes().stream().filter(PlacedBox::container).forEach(box -> svg.words(box, drawing));
    drawing.boxes().stream().filter(box -> !box.container()).forEach(svg::box);
    drawing.edges().forEach(svg::label);
    drawing.legend().forEach(svg::mark);
    String text = svg.out.append("</svg>\n").toString();
    return theme == Theme.AUTO ? text : Inlined.of(text, theme.sheet(RULES));
  }

  /** An arrowhead for each colour that arrows have: not everybody lets it take its line's. */
  private void heads(List<PlacedEdge> edges) {
    out.append("<defs>");
    head("head", "");
    edges.stream()
        .flatMap(edge -> colour(edge).stream())
        .distinct()
        .forEach(colour -> {
          heads.put(colour, "head-" + (heads.size() + 1));
          head(heads.getOrDefault(colour, ""), " style=\"fill:" + escape(colour) + "\"");
        });
    out.append("</defs>\n");
  }

  private void head(String id, String style) {
    out.append("<marker id=\"" + id + "\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\"")
        .append(" markerWidth=\"10\" markerHeight=\"10\" markerUnits=\"userSpaceOnUse\"")
        .append(" orient=\"auto-start-reverse\"><path class=\"head\"" + style)
        .append(" d=\"M0 0L10 5L0 10z\"/></marker>");
  }

  /** What became of an arrow is more than how somebody wants it. */
  private static Optional<String> colour(PlacedEdge edge) {
    return edge.change() == Change.NONE ? edge.line().color() : Optional.empty();
  }

  private static String style(PlacedEdge edge) {
    if (edge.change() != Change.NONE) {
      return "";
    }
    StringBuilder css = new StringBuilder();
    Line line = edge.line();
    line.color().ifPresent(each -> css.append("stroke:").append(each).append(';'));
    line.thickness().ifPresent(each -> css.append("stroke-width:").append(each).append(';'));
    switch (line.pattern()) {
      case USUAL, SOLID -> {}
      case DASHED -> css.append("stroke-dasharray:6 4;");
      case DOTTED -> css.append("stroke-dasharray:2 3;");
    }
    if (line.opacity() < 100) {
      css.append("opacity:").append(line.opacity() / 100.0).append(';');
    }
    return css.isEmpty() ? "" : " style=\"" + escape(css.toString()) + "\"";
  }

  private void box(PlacedBox box) {
    Area area = box.area();
    boolean faint = box.tone() == Box.Tone.STANDBY && !box.container();
    int opacity = faint ? Math.min(70, box.style().opacity()) : box.style().opacity();
    out.append(opacity == 100 ? "<g>" : "<g opacity=\"" + opacity / 100.0 + "\">");
    out.append(Outline.of(box, classes(box)));
    if (!box.container()) {
      int text = box.title().size() * Text.TITLE_LINE + box.lines().size() * Text.TEXT_LINE;
      int top = area.y() + (area.height() - text) / 2 + Outline.lid(box);
      words(box, area.x() + area.width() / 2, top, "middle");
    }
    out.append("</g>\n");
  }

  /** What stands at the top of a box in which others stand: clear of the arrows that come in. */
  private void words(PlacedBox box, Drawing drawing) {
    Text text = new Text(box.title(), box.lines(), true);
    int width = text.width() - 2 * Text.PADDING;
    int left = Headers.free(box.area(), width, text.height(), drawing.edges());
    out.append("<rect class=\"" + (box.change() == Change.NONE ? "behind" : "none") + "\" x=\"");
    out.append((left - 3) + "\" y=\"" + (box.area().y() + 12) + "\" width=\"" + (width + 6));
    out.append("\" height=\"" + (text.height() - 16) + "\"/>");
    words(box, left, box.area().y() + 14, "start");
    out.append('\n');
  }

  private void words(PlacedBox box, int x, int top, String anchor) {
    String colour = box.style().color().map(each -> "fill:" + each).orElse("");
    int y = top;
    for (String line : box.title()) {
      text("title", x, y + 15, anchor, colour, line);
      y += Text.TITLE_LINE;
    }
    for (String line : box.lines()) {
      text("line", x, y + 12, anchor, colour, line);
      y += Text.TEXT_LINE;
    }
  }

  private static String classes(PlacedBox box) {
    StringBuilder classes = new StringBuilder("box ");
    classes.append(box.container() ? "around" : escape(box.kind()));
    if (box.tone() != Box.Tone.NORMAL) {
      classes.append(' ').append(box.tone().name().toLowerCase(Locale.ROOT));
    }
    if (box.change() != Change.NONE) {
      classes.append(' ').append(box.change().name().toLowerCase(Locale.ROOT));
    }
    return classes.toString();
  }

  private void arrow(PlacedEdge edge) {
    String change =
        edge.change() == Change.NONE ? "" : "-" + edge.change().name().toLowerCase(Locale.ROOT);
    String head = colour(edge).map(each -> heads.getOrDefault(each, "head")).orElse("head");
    out.append("<path class=\"arrow" + change + "\"" + style(edge))
        .append(" marker-end=\"url(#" + head + ")\" d=\"");
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
    int across = other.x() - corner.x();
    int down = other.y() - corner.y();
    return new Point(
        corner.x() + Math.clamp(across / 2, -5, 5), corner.y() + Math.clamp(down / 2, -5, 5));
  }

  private void label(PlacedEdge edge) {
    if (edge.label().isEmpty()) {
      return;
    }
    Area area = edge.labelArea();
    int y = area.y() + 13;
    for (String line : edge.label()) {
      text("line", area.x() + area.width() / 2, y, "middle", "", line);
      y += 15;
    }
  }

  private void mark(Mark mark) {
    Area area = mark.area();
    out.append("<rect class=\"box instance " + mark.name() + "\" x=\"" + area.x() + "\" y=\"")
        .append(area.y() + "\" width=\"" + area.width() + "\" height=\"" + area.height())
        .append("\" rx=\"3\"/>\n");
    text("line", area.x() + area.width() + 8, area.y() + 13, "start", "", mark.meaning());
  }

  private void text(String style, int x, int y, String anchor, String css, String text) {
    out.append("<text class=\"" + style + "\"")
        .append(css.isEmpty() ? "" : " style=\"" + escape(css) + "\"")
        .append(" x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\">")
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
