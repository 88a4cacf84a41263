package dev.curtain.diagram;

import dev.curtain.model.Element;
import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import dev.curtain.model.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A view with everything that it takes over from the views it extends: theirs comes first, its own
 * holds where both say something.
 */
record ViewSpec(
    String title,
    List<String> include,
    List<String> exclude,
    Optional<String> scope,
    Picture.Direction direction,
    List<Rule> styles) {

  private static final Pattern COLOUR =
      Pattern.compile(
          "#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]+|(?:rgb|hsl)a?\\([0-9.,%/"
              + " a-z]*\\)");

  /**
   * How what fits a selector looks.
   *
   * @param selector a kind, a tag, a path or a title; capitals do not matter
   */
  record Rule(String selector, Style style) {
    boolean fits(Element element) {
      String wanted = selector.replaceFirst("^[#@]", "");
      return wanted.equals("*")
          || wanted.equalsIgnoreCase("element")
          || wanted.equalsIgnoreCase(element.kind())
          || wanted.equalsIgnoreCase(element.path())
          || wanted.equalsIgnoreCase(element.title())
          || Tags.of(element).stream().anyMatch(wanted::equalsIgnoreCase);
    }
  }

  static ViewSpec of(View view, List<View> all) {
    return of(view, all, new HashSet<>());
  }

  private static ViewSpec of(View view, List<View> all, Set<String> seen) {
    seen.add(view.id());
    Optional<ViewSpec> base =
        view.properties()
            .text("extends")
            .filter(id -> !seen.contains(id))
            .flatMap(id -> all.stream().filter(each -> each.id().equals(id)).findFirst())
            .map(each -> of(each, all, seen));
    return new ViewSpec(
        view.title().isBlank() ? view.id() : view.title(),
        joined(base.map(ViewSpec::include), view.include()),
        joined(base.map(ViewSpec::exclude), view.exclude()),
        view.properties().text("of").or(() -> base.flatMap(ViewSpec::scope)),
        view.properties()
            .text("autolayout")
            .or(() -> view.properties().text("auto_layout"))
            .or(() -> view.properties().block("layout").flatMap(each -> each.text("direction")))
            .flatMap(ViewSpec::direction)
            .or(() -> base.map(ViewSpec::direction))
            .orElse(Picture.Direction.DOWN),
        joined(base.map(ViewSpec::styles), rules(view.properties())));
  }

  private static <T> List<T> joined(Optional<List<T>> base, List<T> own) {
    List<T> joined = new ArrayList<>(base.orElse(List.of()));
    joined.addAll(own);
    return List.copyOf(joined);
  }

  static Optional<Picture.Direction> direction(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "tb", "td", "down", "top-bottom" -> Optional.of(Picture.Direction.DOWN);
      case "bt", "up", "bottom-top" -> Optional.of(Picture.Direction.UP);
      case "lr", "right", "left-right" -> Optional.of(Picture.Direction.RIGHT);
      case "rl", "left", "right-left" -> Optional.of(Picture.Direction.LEFT);
      default -> Optional.empty();
    };
  }

  /** {@code style "x" { … }}, and {@code styles { element "x" { … } }}. */
  private static List<Rule> rules(Properties properties) {
    List<Rule> rules = new ArrayList<>();
    for (String key : List.of("style", "styles", "element")) {
      properties
          .get(key)
          .ifPresent(value ->
              blocks(value)
                  .forEach(block -> {
                    Optional<String> selector = block.text("name");
                    if (selector.isPresent()) {
                      rules.add(new Rule(selector.get(), style(block)));
                    } else {
                      rules.addAll(rules(block));
                      for (Map.Entry<String, PropertyValue> entry : block.values().entrySet()) {
                        if (entry.getValue() instanceof PropertyValue.Block inner
                            && !List.of("style", "styles", "element", "relation")
                                .contains(entry.getKey())) {
                          rules.add(new Rule(entry.getKey(), style(inner.properties())));
                        }
                      }
                    }
                  }));
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

  private static Style style(Properties block) {
    return new Style(
        colour(block, "background").or(() -> colour(block, "fill")),
        colour(block, "color").or(() -> colour(block, "colour")),
        colour(block, "stroke"),
        block.text("shape").map(ViewSpec::shape).orElse(Style.Shape.OF_KIND),
        block
            .text("opacity")
            .map(each -> each.replace("%", ""))
            .filter(each -> each.matches("\\d{1,3}"))
            .map(Integer::parseInt)
            .filter(each -> each <= 100)
            .orElse(100));
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

  /** What all rules together say; later ones hold over earlier ones. */
  Style style(Element element) {
    Style style = Style.NONE;
    for (Rule rule : styles) {
      if (rule.fits(element)) {
        style = rule.style().over(style);
      }
    }
    return style;
  }
}
