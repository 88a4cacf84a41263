package dev.curtain.diagram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A picture as a Mermaid flowchart; Mermaid says where things stand. */
public final class Mermaid {
  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> names = new LinkedHashMap<>();

  private Mermaid() {}

  public static String of(Picture picture) {
    Mermaid mermaid = new Mermaid();
    if (!picture.title().isEmpty()) {
      mermaid.out.append("---\ntitle: \"").append(text(picture.title())).append("\"\n---\n");
    }
    mermaid.out.append("flowchart ").append(direction(picture.direction())).append("\n");
    picture.boxes().forEach(box -> mermaid.box(box, 1));
    for (Picture.Edge edge : picture.edges()) {
      String from = mermaid.names.get(edge.from());
      String to = mermaid.names.get(edge.to());
      if (from != null && to != null) {
        mermaid.out.append("  ").append(from).append(" -->");
        if (!edge.label().isBlank()) {
          mermaid.out.append("|\"").append(text(edge.label())).append("\"|");
        }
        mermaid.out.append(' ').append(to).append('\n');
      }
    }
    mermaid.styles(picture.boxes());
    mermaid.links(picture);
    mermaid.out.append("  classDef candidate stroke-dasharray:6 3\n");
    mermaid.out.append("  classDef standby opacity:0.6,stroke-dasharray:3 3\n");
    return mermaid.out.toString();
  }

  private static String direction(Picture.Direction direction) {
    return switch (direction) {
      case DOWN -> "TB";
      case UP -> "BT";
      case RIGHT -> "LR";
      case LEFT -> "RL";
    };
  }

  private void styles(List<Box> boxes) {
    for (Box box : boxes) {
      List<String> rules = new ArrayList<>();
      // Commas part rules here, so a colour that has some is left out.
      box.style()
          .background()
          .filter(each -> !each.contains(","))
          .ifPresent(each -> rules.add("fill:" + each));
      box.style()
          .stroke()
          .filter(each -> !each.contains(","))
          .ifPresent(each -> rules.add("stroke:" + each));
      box.style()
          .color()
          .filter(each -> !each.contains(","))
          .ifPresent(each -> rules.add("color:" + each));
      if (box.change() != Change.NONE) {
        rules.add("stroke:" + D2.colour(box.change()) + ",stroke-width:2px");
      }
      if (!rules.isEmpty()) {
        out.append("  style ")
            .append(names.get(box.id()))
            .append(' ')
            .append(String.join(",", rules))
            .append('\n');
      }
      styles(box.children());
    }
  }

  private void links(Picture picture) {
    int drawn = 0;
    for (Picture.Edge edge : picture.edges()) {
      if (names.containsKey(edge.from()) && names.containsKey(edge.to())) {
        String style = link(edge);
        if (!style.isEmpty()) {
          out.append("  linkStyle ").append(drawn).append(' ').append(style).append('\n');
        }
        drawn++;
      }
    }
  }

  private static String link(Picture.Edge edge) {
    if (edge.change() != Change.NONE) {
      return "stroke:" + D2.colour(edge.change());
    }
    List<String> rules = new ArrayList<>();
    Line line = edge.line();
    line.color().filter(each -> !each.contains(",")).ifPresent(each -> rules.add("stroke:" + each));
    line.thickness().ifPresent(each -> rules.add("stroke-width:" + each + "px"));
    switch (line.pattern()) {
      case USUAL, SOLID -> {}
      case DASHED -> rules.add("stroke-dasharray:6 4");
      case DOTTED -> rules.add("stroke-dasharray:2 3");
    }
    return String.join(",", rules);
  }

  private void box(Box box, int depth) {
    String indent = "  ".repeat(depth);
    String name = "n" + (names.size() + 1);
    names.put(box.id(), name);
    StringBuilder label = new StringBuilder(text(box.title()));
    box.lines().forEach(line -> label.append("<br/>").append(text(line)));
    if (box.children().isEmpty()) {
      String[] shape =
          switch (box.kind()) {
            case "database", "datastore" -> new String[] {"[(", ")]"};
            case "person" -> new String[] {"([", "])"};
            default -> new String[] {"[", "]"};
          };
      out.append(indent).append(name).append(shape[0]).append('"').append(label).append('"');
      out.append(shape[1]).append(tone(box)).append('\n');
    } else {
      out.append(indent).append("subgraph ").append(name).append("[\"").append(label);
      out.append("\"]\n");
      box.children().forEach(child -> box(child, depth + 1));
      out.append(indent).append("end\n");
      if (box.tone() != Box.Tone.NORMAL) {
        out.append(indent).append("class ").append(name).append(tone(box).replace(":::", " "));
        out.append('\n');
      }
    }
  }

  private static String tone(Box box) {
    return switch (box.tone()) {
      case NORMAL -> "";
      case CANDIDATE -> ":::candidate";
      case STANDBY -> ":::standby";
    };
  }

  /** Text in which Mermaid reads no code: entities for everything that means something to it. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if ("\"<>&#;`\\".indexOf(c) >= 0) {
            escaped.append('#').append(c).append(';');
          } else if (Character.isISOControl(c)) {
            escaped.append(' ');
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }
}
