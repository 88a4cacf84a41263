package dev.curtain.diagram;

import dev.curtain.language.Vocabulary;
import dev.curtain.model.Element;
import dev.curtain.model.Relation;
import dev.curtain.model.SystemModel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which elements a view shows: {@code *} is all of them, {@code A} is A with everything in it,
 * {@code A.*} what stands in A directly, {@code A.**} everything below, {@code [tag = x]} and
 * {@code #x} whatever has the tag. An excluded element takes what stands in it along. In a view
 * {@code of} an element, {@code *} is what stands in that, and whatever is related to it.
 */
final class Selection {
  private static final Pattern TAG =
      Pattern.compile("\\[\\s*tag\\s*=\\s*[#@\"']?([^\"'\\]]+?)[\"']?\\s*]|[#@](.+)");

  private Selection() {}

  static Set<String> of(ViewSpec view, SystemModel model) {
    Set<String> shown = new LinkedHashSet<>();
    Set<String> near = near(view.scope(), model);
    for (Element element : model.elements()) {
      boolean included =
          view.include().isEmpty() && near.contains(element.path())
              || view.include().stream()
                  .anyMatch(
                      each -> all(each) ? near.contains(element.path()) : matches(each, element));
      boolean excluded =
          view.exclude().stream()
              .anyMatch(
                  each -> !all(each) && (matches(each, element) || tagged(each, element, model)));
      if (included && !excluded) {
        shown.add(element.path());
      }
    }
    return shown;
  }

  /** Whether the element stands in one that a tag takes away. */
  private static boolean tagged(String expression, Element element, SystemModel model) {
    return TAG.matcher(expression).matches()
        && model.elements().stream()
            .anyMatch(other ->
                element.path().startsWith(other.path() + ".") && matches(expression, other));
  }

  private static boolean all(String expression) {
    return expression.equals("*") || expression.equals("**");
  }

  private static Set<String> near(Optional<String> scope, SystemModel model) {
    Set<String> near = new LinkedHashSet<>();
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

  private static boolean matches(String expression, Element element) {
    Matcher tag = TAG.matcher(expression);
    if (tag.matches()) {
      String wanted = Optional.ofNullable(tag.group(1)).orElseGet(() -> tag.group(2));
      return Tags.of(element.properties()).contains(wanted);
    }
    return matches(expression, element.path());
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

  /** What one level of the C4 model shows: everything above it stands closed. */
  static Set<String> level(Diagrams.Level level, Optional<String> of, SystemModel model) {
    Set<String> shown = new LinkedHashSet<>();
    List<Element> elements =
        model.elements().stream()
            .filter(each -> !Vocabulary.GOVERNANCE.contains(each.kind()))
            .toList();
    int depth = level.ordinal();
    for (Element element : elements) {
      int own = (int) element.path().chars().filter(c -> c == '.').count();
      if (of.isEmpty() ? own <= depth : element.parent().equals(of)) {
        shown.add(element.path());
      }
    }
    if (of.isPresent()) {
      for (Relation relation : model.relations()) {
        neighbour(of.get(), relation.from(), relation.to(), shown, elements);
        neighbour(of.get(), relation.to(), relation.from(), shown, elements);
      }
    }
    return shown;
  }

  /** Of an element outside, what stands beside the one looked into. */
  private static void neighbour(
      String of, String inside, String outside, Set<String> shown, List<Element> elements) {
    boolean leaves =
        (inside + ".").startsWith(of + ".")
            && !(outside + ".").startsWith(of + ".")
            && !(of + ".").startsWith(outside + ".");
    if (leaves) {
      String beside = outside;
      while (true) {
        String parent = LogicalPicture.parent(beside);
        if (parent.isEmpty() || (of + ".").startsWith(parent + ".")) {
          break;
        }
        beside = parent;
      }
      String found = beside;
      if (elements.stream().anyMatch(each -> each.path().equals(found))) {
        shown.add(found);
      }
    }
  }
}
