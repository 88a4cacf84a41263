package dev.curtain.bench.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A dot plot as SVG: a row for each case, a dot for each contender, a logarithmic axis. It follows
 * the reader's light or dark setting.
 *
 * @param limit where a line is drawn, NaN for none
 */
record Plot(String title, String axis, List<Row> rows, double from, double to, double limit) {
  private static final int LEFT = 210;
  private static final int WIDTH = 520;
  private static final int STEP = 26;
  private static final int TOP = 74;

  /** One case, by contender where it is; infinite or NaN where it is nowhere. */
  record Row(String name, List<Dot> dots) {}

  record Dot(String contender, double at) {}

  String svg() {
    List<String> contenders =
        rows.stream().flatMap(row -> row.dots().stream()).map(Dot::contender).distinct().toList();
    int height = TOP + rows.size() * STEP + 46;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 %d" width="760" height="%d" role="img" aria-label="%s">
        <style>
        svg { --ink: #1f2328; --soft: #656d76; --line: #d0d7de; --paper: #ffffff; }
        @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --paper: #0d1117; } }
        text { font: 12px system-ui, sans-serif; fill: var(--ink); }
        .soft { fill: var(--soft); font-size: 11px; }
        .title { font-weight: 600; font-size: 14px; }
        line { stroke: var(--line); }
        .limit { stroke: #cf222e; stroke-dasharray: 4 3; }
        .c0 { fill: #0969da; } .c1 { fill: #8c959f; } .c2 { fill: #bf8700; } .c3 { fill: #1a7f37; }
        .c4 { fill: #8250df; } .c5 { fill: #bc4c00; } .c6 { fill: #cf222e; } .c7 { fill: #0a7ea4; } .c8 { fill: #bf3989; }
        </style>
        <rect width="760" height="%d" fill="var(--paper)"/>
        <text class="title" x="16" y="24">%s</text>
        """
            .formatted(height, height, title, height, title));
    legend(svg, contenders);
    int bottom = TOP + rows.size() * STEP;
    for (double tick : ticks()) {
      line(svg, x(tick), TOP - 6, x(tick), bottom, "");
      text(svg, x(tick), bottom + 16, "soft", "middle", label(tick));
    }
    text(svg, LEFT + WIDTH / 2.0, bottom + 34, "soft", "middle", axis);
    if (!Double.isNaN(limit)) {
      line(svg, x(limit), TOP - 6, x(limit), bottom, "limit");
    }
    for (int i = 0; i < rows.size(); i++) {
      double y = TOP + (i + 0.5) * STEP;
      text(svg, LEFT - 12, y + 4, "", "end", rows.get(i).name());
      line(svg, LEFT, y, LEFT + WIDTH, y, "");
      // The first contender is drawn last, on top.
      for (Dot dot : rows.get(i).dots().reversed()) {
        if (Double.isFinite(dot.at())) {
          svg.append(
              String.format(
                  Locale.ROOT,
                  "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>%n",
                  contenders.indexOf(dot.contender()) % 9,
                  x(dot.at()),
                  y));
        }
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static void legend(StringBuilder svg, List<String> contenders) {
    double x = 20;
    for (int i = 0; i < contenders.size(); i++) {
      svg.append(
          String.format(
              Locale.ROOT, "<circle class=\"c%d\" cx=\"%.1f\" cy=\"44\" r=\"5\"/>%n", i % 9, x));
      text(svg, x + 9, 48, "soft", "start", contenders.get(i));
      x += 17 + 5.4 * contenders.get(i).length();
    }
  }

  private double x(double value) {
    double part = Math.log(Math.clamp(value, from, to) / from) / Math.log(to / from);
    return LEFT + WIDTH * part;
  }

  private List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (double tick = from; tick <= to * 1.0001; tick *= 10) {
      ticks.add(tick);
    }
    return ticks;
  }

  private String label(double tick) {
    String text = tick >= 1 ? String.format(Locale.ROOT, "%.0f", tick) : shortest(tick);
    return tick <= from && from < 1 ? "≤ " + text : text;
  }

  private static String shortest(double value) {
    return new java.math.BigDecimal(String.format(Locale.ROOT, "%.6f", value))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String kind) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line%s x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            kind.isEmpty() ? "" : " class=\"" + kind + "\"",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(
      StringBuilder svg, double x, double y, String kind, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text%s x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            kind.isEmpty() ? "" : " class=\"" + kind + "\"",
            x,
            y,
            anchor,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
