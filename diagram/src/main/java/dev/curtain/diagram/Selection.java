package dev.curtain.diagram;

import dev.curtain.model.Element;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which elements a view shows: {@code *} is all of them, {@code A} is A with everything in it,
 * {@code A.*} what stands in A directly, {@code A.**} everything below. An excluded element takes
 * what stands in it along.
 */
final class Selection {
  private Selection() {}

  static Set<String> of(View view, SystemModel model) {
    Set<String> shown = new LinkedHashSet<>();
    for (Element element : model.elements()) {
      boolean included =
          view.include().isEmpty()
              || view.include().stream().anyMatch(each -> matches(each, element.path()));
      boolean excluded =
          view.exclude().stream()
              .anyMatch(
                  each -> matches(each, element.path()) && !each.equals("*") && !each.equals("**"));
      if (included && !excluded) {
        shown.add(element.path());
      }
    }
    return shown;
  }

  static boolean matches(String expression, String path) {
    if (expression.equals("*") || expression.equals("**")) {
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
