package dev.curtain.diagram;

import dev.curtain.model.Difference;
import dev.curtain.model.Difference.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Two pictures as one, in which one sees what became of what; colour is never the only sign. */
final class DifferencePicture {
  private static final int MOST_DETAILS = 4;

  private final Map<String, Entry> entries = new HashMap<>();

  private DifferencePicture(Difference difference) {
    difference.entries().forEach(entry -> entries.put(entry.path(), entry));
  }

  static Picture of(Picture before, Picture after, Difference difference) {
    DifferencePicture picture = new DifferencePicture(difference);
    return new Picture(
        after.title(),
        picture.boxes(before.boxes(), after.boxes()),
        picture.edges(before.edges(), after.edges()),
        after.direction());
  }

  private List<Box> boxes(List<Box> before, List<Box> after) {
    Map<String, Box> old = new LinkedHashMap<>();
    before.forEach(box -> old.put(box.id(), box));
    List<Box> merged = new ArrayList<>();
    for (Box box : after) {
      Box was = old.remove(box.id());
      merged.add(
          was == null
              ? all(box, Change.ADDED)
              : changed(box, boxes(was.children(), box.children())));
    }
    old.values().forEach(box -> merged.add(all(box, Change.REMOVED)));
    return merged;
  }

  private static Box all(Box box, Change change) {
    String sign = change == Change.ADDED ? "+ " : "− ";
    return new Box(
        box.id(),
        sign + box.title(),
        box.lines(),
        box.kind(),
        box.tone(),
        box.style(),
        change,
        box.children().stream().map(child -> all(child, change)).toList());
  }

  private Box changed(Box box, List<Box> children) {
    Optional<Entry> entry =
        Optional.ofNullable(entries.get(box.id()))
            .filter(each -> each.kind() == Difference.Kind.CHANGED);
    List<String> lines = new ArrayList<>(box.lines());
    if (entry.isPresent()) {
      List<Difference.Detail> details = entry.get().details();
      details.stream().limit(MOST_DETAILS).map(DifferencePicture::line).forEach(lines::add);
      if (details.size() > MOST_DETAILS) {
        lines.add("and " + (details.size() - MOST_DETAILS) + " more");
      }
    }
    return new Box(
        box.id(),
        entry.isPresent() ? "~ " + box.title() : box.title(),
        lines,
        box.kind(),
        box.tone(),
        box.style(),
        entry.isPresent() ? Change.CHANGED : Change.NONE,
        children);
  }

  private static String line(Difference.Detail detail) {
    return detail.key() + ": " + detail.before().orElse("–") + " → " + detail.after().orElse("–");
  }

  private List<Picture.Edge> edges(List<Picture.Edge> before, List<Picture.Edge> after) {
    Map<List<String>, Picture.Edge> old = new LinkedHashMap<>();
    before.forEach(edge -> old.put(List.of(edge.from(), edge.to()), edge));
    List<Picture.Edge> merged = new ArrayList<>();
    for (Picture.Edge edge : after) {
      Optional<Picture.Edge> was = Optional.ofNullable(old.remove(List.of(edge.from(), edge.to())));
      Change change =
          was.isEmpty()
              ? Change.ADDED
              : Objects.equals(was.get().label(), edge.label()) ? Change.NONE : Change.CHANGED;
      merged.add(new Picture.Edge(edge.from(), edge.to(), edge.label(), edge.line(), change));
    }
    old.values()
        .forEach(edge ->
            merged.add(
                new Picture.Edge(
                    edge.from(), edge.to(), edge.label(), edge.line(), Change.REMOVED)));
    return merged;
  }
}
