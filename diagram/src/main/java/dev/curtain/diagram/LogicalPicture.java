package dev.curtain.diagram;

import dev.curtain.language.Vocabulary;
import dev.curtain.model.Element;
import dev.curtain.model.Relation;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.util.ArrayList;
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

  private LogicalPicture() {}

  static Picture of(SystemModel model, Optional<View> view) {
    LogicalPicture picture = new LogicalPicture();
    for (Element element : model.elements()) {
      if (!Vocabulary.GOVERNANCE.contains(element.kind())) {
        picture.elements.put(element.path(), element);
      }
    }
    Set<String> selected =
        view.map(each -> Selection.of(each, model)).orElse(picture.elements.keySet());
    for (String path : selected) {
      // What is shown is shown where it belongs.
      for (String each = path; !each.isEmpty(); each = parent(each)) {
        if (picture.elements.containsKey(each)) {
          picture.shown.add(each);
        }
      }
    }
    List<Box> boxes =
        picture.elements.values().stream()
            .filter(element -> picture.shown.contains(element.path()))
            .filter(element -> element.parent().filter(picture.shown::contains).isEmpty())
            .map(picture::box)
            .toList();
    String title = view.map(each -> each.title().isBlank() ? each.id() : each.title()).orElse("");
    return new Picture(title, boxes, picture.edges(model.relations()));
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
        children);
  }

  /** Each pair has one arrow with all its labels; what leads into itself is not drawn. */
  private List<Picture.Edge> edges(List<Relation> relations) {
    Map<List<String>, Set<String>> pairs = new LinkedHashMap<>();
    for (Relation relation : relations) {
      String from = visible(relation.from());
      String to = visible(relation.to());
      boolean inside = (from + ".").startsWith(to + ".") || (to + ".").startsWith(from + ".");
      if (!from.isEmpty() && !to.isEmpty() && !inside) {
        Set<String> labels = pairs.computeIfAbsent(List.of(from, to), _ -> new LinkedHashSet<>());
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
                labels.stream().limit(3).collect(Collectors.joining(", ")))));
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
