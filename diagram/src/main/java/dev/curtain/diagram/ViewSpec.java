package dev.curtain.diagram;

import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
    StyleSheet styles) {

  /** Everything there is, as the model's own styles have it. */
  static ViewSpec whole(SystemModel model) {
    return new ViewSpec(
        "",
        List.of(),
        List.of(),
        Optional.empty(),
        Picture.Direction.DOWN,
        StyleSheet.of(model.styles()));
  }

  static ViewSpec of(View view, SystemModel model) {
    ViewSpec spec = of(view, model.views(), new HashSet<>());
    return new ViewSpec(
        spec.title(),
        spec.include(),
        spec.exclude(),
        spec.scope(),
        spec.direction(),
        spec.styles().after(StyleSheet.of(model.styles())));
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
        StyleSheet.of(view.properties())
            .after(base.map(ViewSpec::styles).orElse(StyleSheet.EMPTY)));
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
}
