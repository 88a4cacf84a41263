package dev.curtain.diagram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A picture in the language D2, which says where things stand. */
public final class D2 {
  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> paths = new LinkedHashMap<>();

  private D2() {}

  public static String of(Picture picture) {
    D2 d2 = new D2();
    d2.out.append("direction: ").append(picture.direction().name().toLowerCase(Locale.ROOT));
    d2.out.append('\n');
    if (!picture.title().isEmpty()) {
      d2.out
          .append("title: ")
          .append(text(picture.title()))
          .append(" { near: top-center; shape: text; style.font-size: 24 }\n");
    }
    picture.boxes().forEach(box -> d2.box(box, "", 0));
    for (Picture.Edge edge : picture.edges()) {
      String from = d2.paths.get(edge.from());
      String to = d2.paths.get(edge.to());
      if (from != null && to != null) {
        d2.out.append(from).append(" -> ").append(to);
        d2.out.append(edge.label().isBlank() ? "" : ": " + text(edge.label()));
        d2.out.append(link(edge)).append('\n');
      }
    }
    return d2.out.toString();
  }

  private void box(Box box, String parent, int depth) {
    String name = "n" + (paths.size() + 1);
    String path = parent.isEmpty() ? name : parent + "." + name;
    paths.put(box.id(), path);
    String indent = "  ".repeat(depth);
    StringBuilder label = new StringBuilder(box.title());
    box.lines().forEach(line -> label.append('\n').append(line));
    out.append(indent).append(name).append(": ").append(text(label.toString())).append(" {\n");
    String inner = indent + "  ";
    String shape = shape(box);
    if (!shape.isEmpty() && box.children().isEmpty()) {
      out.append(inner).append("shape: ").append(shape).append('\n');
    }
    switch (box.tone()) {
      case NORMAL -> {}
      case CANDIDATE -> out.append(inner).append("style.stroke-dash: 5\n");
      case STANDBY ->
          out.append(inner)
              .append("style.stroke-dash: 3\n")
              .append(inner)
              .append("style.opacity: 0.6\n");
    }
    box.style().background().ifPresent(colour -> style(inner, "fill", colour));
    box.style().stroke().ifPresent(colour -> style(inner, "stroke", colour));
    box.style().color().ifPresent(colour -> style(inner, "font-color", colour));
    if (box.change() != Change.NONE) {
      style(inner, "stroke", colour(box.change()));
    }
    box.children().forEach(child -> box(child, path, depth + 1));
    out.append(indent).append("}\n");
  }

  private void style(String indent, String key, String value) {
    out.append(indent).append("style.").append(key).append(": ").append(text(value)).append('\n');
  }

  private static String link(Picture.Edge edge) {
    if (edge.change() != Change.NONE) {
      return " { style.stroke: " + text(colour(edge.change())) + " }";
    }
    List<String> rules = new ArrayList<>();
    Line line = edge.line();
    line.color().ifPresent(each -> rules.add("style.stroke: " + text(each)));
    line.thickness().ifPresent(each -> rules.add("style.stroke-width: " + each));
    switch (line.pattern()) {
      case USUAL, SOLID -> {}
      case DASHED -> rules.add("style.stroke-dash: 5");
      case DOTTED -> rules.add("style.stroke-dash: 2");
    }
    return rules.isEmpty() ? "" : " { " + String.join("; ", rules) + " }";
  }

  static String colour(Change change) {
    return switch (change) {
      case NONE -> "#6c778a";
      case ADDED -> "#1a7f37";
      case REMOVED -> "#cf222e";
      case CHANGED -> "#9a6700";
    };
  }

  private static String shape(Box box) {
    Style.Shape shape =
        box.style().shape() == Style.Shape.OF_KIND
            ? Outline.usual(box.kind())
            : box.style().shape();
    return switch (shape) {
      case OF_KIND, BOX -> "";
      case ROUNDED -> "oval";
      case CYLINDER -> "cylinder";
      case PERSON -> "person";
      case QUEUE -> "queue";
      case HEXAGON -> "hexagon";
    };
  }

  /** Text in quotes in which D2 reads nothing: no substitutions, no escapes of its own. */
  static String text(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
            case '$' -> quoted.append("\\$");
            case '\n' -> quoted.append("\\n");
            default -> {
              if (Character.isISOControl(c)) {
                quoted.append(' ');
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }
}
