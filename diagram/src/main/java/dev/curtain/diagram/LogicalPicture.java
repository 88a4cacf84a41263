package dev.curtain.diagram;

import dev.curtain.language.Vocabulary;
import dev.curtain.model.Element;
import dev.curtain.model.Relation;
import dev.curtain.model.SystemModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Elements in the elements that they are part of, and the relations between them. */
final class LogicalPicture {
  private final Map<String, Element> elements = new LinkedHashMap<>();
  private final Set<String> shown = new LinkedHashSet<>();

  private final ViewSpec view;

  private LogicalPicture(SystemModel model, ViewSpec view) {
    this.view = view;
    for (Element element : model.elements()) {
      if (!Vocabulary.GOVERNANCE.contains(element.kind())) {
        elements.put(element.path(), element);
      }
    }
  }

  static Picture of(SystemModel model, ViewSpec view) {
    LogicalPicture picture = new LogicalPicture(model, view);
    for (String path : Selection.of(view, model)) {
      // What is shown is shown where it belongs.
      for (String each = path; !each.isEmpty(); each = parent(each)) {
        if (picture.elements.containsKey(each)) {
          picture.shown.add(each);
        }
      }
    }
    return picture.drawn(view.title(), model);
  }

  static Picture level(SystemModel model, Diagrams.Level level, Optional<String> of) {
    LogicalPicture picture = new LogicalPicture(model, ViewSpec.whole(model));
    picture.shown.addAll(Selection.level(level, of, model));
    of.filter(picture.elements::containsKey).ifPresent(picture.shown::add);
    String name = of.map(each -> picture.title(each) + ": ").orElse("");
    String what =
        switch (level) {
          case CONTEXT -> "system context";
          case CONTAINER -> "containers";
          case COMPONENT -> "components";
        };
    return picture.drawn(name + what, model);
  }

  private String title(String path) {
    Element element = elements.get(path);
    return element == null || element.title().isBlank() ? path : element.title();
  }

  private Picture drawn(String title, SystemModel model) {
    List<Box> boxes =
        elements.values().stream()
            .filter(element -> shown.contains(element.path()))
            .filter(element -> element.parent().filter(shown::contains).isEmpty())
            .map(this::box)
            .toList();
    return new Picture(title, boxes, edges(model.relations()), view.direction());
  }

  static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  private Box box(Element element) {
    List<Box> children =
        elements.values().stream()
            .filter(other -> other.parent().equals(Optional.of(element.path())))
            .filter(other -> shown.contains(other.path()))
            .map(this::box)
            .toList();
    String technology = element.properties().text("technology").map(each -> ": " + each).orElse("");
    String title = element.title().isBlank() ? element.path() : element.title();
    return new Box(
        element.path(),
        title,
        List.of("[" + element.kind() + technology + "]"),
        element.kind(),
        Box.Tone.NORMAL,
        view.styles().box(element),
        Change.NONE,
        children);
  }

  /** Each pair has one arrow with all its labels; what leads into itself is not drawn. */
  private List<Picture.Edge> edges(List<Relation> relations) {
    Map<List<String>, Set<String>> pairs = new LinkedHashMap<>();
    Map<List<String>, Line> lines = new HashMap<>();
    for (Relation relation : relations) {
      String from = visible(relation.from());
      String to = visible(relation.to());
      boolean inside = (from + ".").startsWith(to + ".") || (to + ".").startsWith(from + ".");
      if (!from.isEmpty() && !to.isEmpty() && !inside) {
        List<String> pair = List.of(from, to);
        Set<String> labels = pairs.computeIfAbsent(pair, _ -> new LinkedHashSet<>());
        lines.merge(pair, view.styles().line(relation), (all, one) -> one.over(all));
        if (!relation.label().isBlank()) {
          labels.add(relation.label());
        }
      }
    }
    List<Picture.Edge> edges = new ArrayList<>();
    pairs.forEach((pair, labels) ->
        edges.add(
            new Picture.Edge(
                pair.getFirst(),
                pair.getLast(),
                labels.stream().limit(3).collect(Collectors.joining(", ")),
                lines.getOrDefault(pair, Line.NONE),
                Change.NONE)));
    return edges;
  }

  private String visible(String path) {
    String each = path;
    while (!each.isEmpty() && !shown.contains(each)) {
      each = parent(each);
    }
    return each;
  }
}
