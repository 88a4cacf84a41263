package dev.curtain.diagram;

import dev.curtain.model.Element;
import dev.curtain.model.Relation;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which elements a view shows: {@code *} is all of them, {@code A} is A with everything in it,
 * {@code A.*} what stands in A directly, {@code A.**} everything below. An excluded element takes
 * what stands in it along. In a view {@code of} an element, {@code *} is what stands in that, and
 * whatever is related to it.
 */
final class Selection {
  private Selection() {}

  static Set<String> of(View view, SystemModel model) {
    Set<String> shown = new LinkedHashSet<>();
    Set<String> near = near(view, model);
    for (Element element : model.elements()) {
      boolean included =
          view.include().isEmpty() && near.contains(element.path())
              || view.include().stream()
                  .anyMatch(each ->
                      all(each) ? near.contains(element.path()) : matches(each, element.path()));
      boolean excluded =
          view.exclude().stream().anyMatch(each -> matches(each, element.path()) && !all(each));
      if (included && !excluded) {
        shown.add(element.path());
      }
    }
    return shown;
  }

  private static boolean all(String expression) {
    return expression.equals("*") || expression.equals("**");
  }

  private static Set<String> near(View view, SystemModel model) {
    Set<String> near = new LinkedHashSet<>();
    Optional<String> scope = view.properties().text("of");
    model.elements().stream()
        .map(Element::path)
        .filter(path -> scope.isEmpty() || (path + ".").startsWith(scope.get() + "."))
        .forEach(near::add);
    if (scope.isPresent()) {
      Set<String> inside = Set.copyOf(near);
      for (Relation relation : model.relations()) {
        if (inside.contains(relation.from())) {
          near.add(relation.to());
        }
        if (inside.contains(relation.to())) {
          near.add(relation.from());
        }
      }
    }
    return near;
  }

  static boolean matches(String expression, String path) {
    if (all(expression)) {
      return true;
    }
    if (expression.endsWith(".**")) {
      return path.startsWith(expression.substring(0, expression.length() - 2));
    }
    if (expression.endsWith(".*")) {
      String parent = expression.substring(0, expression.length() - 1);
      return path.startsWith(parent) && path.indexOf('.', parent.length()) < 0;
    }
    return path.equals(expression)
        || path.startsWith(expression + ".")
        || path.endsWith("." + expression);
  }
}
