package dev.curtain.diagram;

import dev.curtain.model.Element;
import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import dev.curtain.model.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How boxes and arrows look, as {@code style "x" { … }}, {@code styles { element "x" { … } }} and
 * {@code styles { relation "x" { … } }} say; later rules hold over earlier ones.
 */
record StyleSheet(List<Rule> rules) {
  static final StyleSheet EMPTY = new StyleSheet(List.of());

  private static final String RELATION = "relation";
  private static final List<String> BLOCKS = List.of("style", "styles", "element", RELATION);
  private static final Pattern COLOUR =
      Pattern.compile(
          "#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]+|(?:rgb|hsl)a?\\([0-9.,%/"
              + " a-z]*\\)");

  StyleSheet {
    rules = List.copyOf(rules);
  }

  /**
   * What is said of what a selector fits; capitals do not matter.
   *
   * @param relation whether it is about arrows, and not about boxes
   */
  record Rule(boolean relation, String selector, Properties says) {
    /** By kind, tag, path or title. */
    boolean fits(Element element) {
      return !relation
          && (any("element")
              || is(element.kind())
              || is(element.path())
              || is(element.title())
              || Tags.of(element.properties()).stream().anyMatch(this::is));
    }

    /** By label, tag, or {@code A -> B}. */
    boolean fits(Relation other) {
      return relation
          && (any(RELATION)
              || is(other.label())
              || selector.replaceAll("\\s", "").equalsIgnoreCase(other.from() + "->" + other.to())
              || Tags.of(other.properties()).stream().anyMatch(this::is));
    }

    Style box() {
      return StyleSheet.style(says);
    }

    Line line() {
      return StyleSheet.line(says);
    }

    private boolean any(String kind) {
      return selector.equals("*") || is(kind);
    }

    private boolean is(String name) {
      return selector.replaceFirst("^[#@]", "").equalsIgnoreCase(name);
    }
  }

  static StyleSheet of(Properties properties) {
    return new StyleSheet(rules(properties, false));
  }

  /** Both, this one's rules behind the other's. */
  StyleSheet after(StyleSheet other) {
    List<Rule> joined = new ArrayList<>(other.rules);
    joined.addAll(rules);
    return new StyleSheet(joined);
  }

  private static List<Rule> rules(Properties properties, boolean relation) {
    List<Rule> rules = new ArrayList<>();
    for (String key : BLOCKS) {
      boolean arrows = relation || key.equals(RELATION);
      properties
          .get(key)
          .ifPresent(value -> blocks(value).forEach(block -> rules.addAll(block(block, arrows))));
    }
    return rules;
  }

  private static List<Rule> block(Properties block, boolean relation) {
    Optional<String> selector = block.text("name");
    if (selector.isPresent()) {
      return List.of(new Rule(relation, selector.get(), block));
    }
    List<Rule> rules = new ArrayList<>(rules(block, relation));
    for (Map.Entry<String, PropertyValue> entry : block.values().entrySet()) {
      if (entry.getValue() instanceof PropertyValue.Block inner
          && !BLOCKS.contains(entry.getKey())) {
        rules.add(new Rule(relation, entry.getKey(), inner.properties()));
      }
    }
    return rules;
  }

  private static List<Properties> blocks(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Block block -> List.of(block.properties());
      case PropertyValue.Items items ->
          items.values().stream().flatMap(each -> blocks(each).stream()).toList();
      case PropertyValue.Text _, PropertyValue.Num _, PropertyValue.Bool _ -> List.of();
    };
  }

  Style box(Element element) {
    Style style = Style.NONE;
    for (Rule rule : rules) {
      if (rule.fits(element)) {
        style = rule.box().over(style);
      }
    }
    return style;
  }

  Line line(Relation relation) {
    Line line = Line.NONE;
    for (Rule rule : rules) {
      if (rule.fits(relation)) {
        line = rule.line().over(line);
      }
    }
    return line;
  }

  private static Style style(Properties block) {
    return new Style(
        colour(block, "background").or(() -> colour(block, "fill")),
        colour(block, "color").or(() -> colour(block, "colour")),
        colour(block, "stroke"),
        block.text("shape").map(StyleSheet::shape).orElse(Style.Shape.OF_KIND),
        opacity(block));
  }

  private static Line line(Properties block) {
    return new Line(
        colour(block, "stroke").or(() -> colour(block, "color")).or(() -> colour(block, "colour")),
        number(block, "thickness")
            .or(() -> number(block, "stroke_width"))
            .filter(each -> each >= 1 && each <= 12),
        block
            .text("pattern")
            .or(() -> block.text("line"))
            .or(() -> block.text("style"))
            .map(StyleSheet::pattern)
            .orElse(Line.Pattern.USUAL),
        opacity(block));
  }

  private static int opacity(Properties block) {
    return number(block, "opacity").filter(each -> each <= 100).orElse(100);
  }

  /** A whole number, whatever its unit. */
  private static Optional<Integer> number(Properties block, String key) {
    return block
        .text(key)
        .map(each -> each.replaceFirst("(?:%|px)$", ""))
        .filter(each -> each.matches("\\d{1,3}"))
        .map(Integer::parseInt);
  }

  private static Optional<String> colour(Properties block, String key) {
    return block.text(key).filter(each -> COLOUR.matcher(each).matches());
  }

  private static Style.Shape shape(String shape) {
    return switch (shape.toLowerCase(Locale.ROOT)) {
      case "box", "rectangle", "square" -> Style.Shape.BOX;
      case "rounded", "roundedbox", "ellipse", "circle" -> Style.Shape.ROUNDED;
      case "cylinder" -> Style.Shape.CYLINDER;
      case "person", "robot" -> Style.Shape.PERSON;
      case "queue", "pipe" -> Style.Shape.QUEUE;
      case "hexagon" -> Style.Shape.HEXAGON;
      default -> Style.Shape.OF_KIND;
    };
  }

  private static Line.Pattern pattern(String pattern) {
    return switch (pattern.toLowerCase(Locale.ROOT)) {
      case "solid" -> Line.Pattern.SOLID;
      case "dashed" -> Line.Pattern.DASHED;
      case "dotted" -> Line.Pattern.DOTTED;
      default -> Line.Pattern.USUAL;
    };
  }
}
