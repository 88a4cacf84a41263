package dev.curtain.model;

import dev.curtain.language.Block;
import dev.curtain.language.Name;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.Value;
import dev.curtain.language.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The first walk over a text: what it declares, under which path. What names refer to is found out
 * afterwards, because a text may use a name before it declares it.
 */
final class Outline {
  /** Kinds whose steps are between elements; others have states and variables of their own. */
  private static final Set<String> STORIES = Set.of("scenario", "story", "flow");

  private final Imports imports;
  private final Problems problems;
  private final Map<String, Draft> elements = new LinkedHashMap<>();
  private final Set<String> kinds = new HashSet<>();
  private final List<Statement.Extend> extensions = new ArrayList<>();
  private int oldForms;
  private Span firstOldForm = Span.START;

  final List<Scoped> relations = new ArrayList<>();
  final List<Scoped> steps = new ArrayList<>();
  final List<Statement.Place> deployments = new ArrayList<>();
  final List<Statement.View> views = new ArrayList<>();
  final List<Statement.Property> styles = new ArrayList<>();

  /** An element while its text is still being read. */
  private record Draft(
      String path,
      String kind,
      String title,
      Optional<String> parent,
      PropertyReader properties,
      Span span) {}

  /** A relation or step, and the path of the element in whose body it stands. */
  record Scoped(String scope, Statement.Relation relation) {}

  Outline(Imports imports, Problems problems) {
    this.imports = imports;
    this.problems = problems;
    kinds.addAll(Vocabulary.STRUCTURE);
    kinds.addAll(Vocabulary.GOVERNANCE);
  }

  void read(List<Statement> statements) {
    walk(statements, "", new PropertyReader(problems));
    extend();
    if (oldForms > 0) {
      problems.report(
          Rule.OLD_SYNTAX,
          firstOldForm,
          "the file uses an older form of the language ("
              + oldForms
              + (oldForms == 1 ? " place)" : " places)"),
          "today one writes Shop = system \"Shop\", without specification and model around it:"
              + " curtain fmt --upgrade writes it so");
    }
    checkKinds();
  }

  /** An extension may hold another, and may extend what one declares that stands behind it. */
  private void extend() {
    if (extensions.isEmpty()) {
      return;
    }
    int done = -1;
    while (!extensions.isEmpty() && extensions.size() != done) {
      List<Statement.Extend> open = List.copyOf(extensions);
      done = open.size();
      extensions.clear();
      Names declared = new Names(Set.copyOf(elements.keySet()));
      for (Statement.Extend extension : open) {
        List<String> found = declared.find("", extension.target().text());
        Draft draft = found.size() == 1 ? elements.get(found.getFirst()) : null;
        if (draft == null) {
          extensions.add(extension);
        } else {
          done = -1;
          walk(extension.body().statements(), draft.path(), draft.properties());
        }
      }
    }
    Names names = new Names(Set.copyOf(elements.keySet()));
    for (Statement.Extend extension : extensions) {
      String name = extension.target().text();
      List<String> found = names.find("", name);
      problems.report(
          found.isEmpty() ? Rule.UNKNOWN_NAME : Rule.AMBIGUOUS_NAME,
          extension.target().span(),
          found.isEmpty()
              ? "there is no element \"" + name + "\" to extend"
              : "\"" + name + "\" may be " + String.join(" or ", found),
          found.isEmpty()
              ? names
                  .like(name)
                  .map(like -> "did you mean " + like + "?")
                  .orElse("declare it, or correct the name")
              : "write the full path");
    }
  }

  List<Element> elements() {
    return elements.values().stream()
        .map(draft ->
            new Element(
                draft.path(),
                draft.kind(),
                draft.title(),
                draft.parent(),
                draft.properties().toProperties(),
                draft.span()))
        .toList();
  }

  private void walk(List<Statement> statements, String scope, PropertyReader owner) {
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Import imported ->
            imports.read(imported, brought -> walk(brought, scope, owner));
        case Statement.Extend extension -> extensions.add(extension);
        case Statement.Wrapper wrapper -> wrapper(wrapper, scope);
        case Statement.Element element -> element(element, scope, owner);
        case Statement.Place place -> place(place);
        case Statement.Instance instance ->
            problems.report(
                Rule.MISPLACED,
                instance.span(),
                "an instance of " + instance.target().text() + " stands outside any deployment",
                "put it in a node of a deployment");
        case Statement.Relation relation -> relations.add(new Scoped(scope, relation));
        case Statement.View view -> views.add(view);
        case Statement.Property property when scope.isEmpty() && styles(property) ->
            styles.add(property);
        case Statement.Property _, Statement.Literal _, Statement.Tags _ -> owner.add(statement);
        case Statement.Selection _, Statement.Unknown _ -> {}
      }
    }
  }

  private static boolean styles(Statement.Property property) {
    String key = property.key().text();
    return key.equals("style") || key.equals("styles");
  }

  /** What is said of how things look outside of views. */
  Properties styles() {
    return new PropertyReader(problems).addAll(styles).toProperties();
  }

  private void old(Span span) {
    if (oldForms++ == 0) {
      firstOldForm = span;
    }
  }

  private void wrapper(Statement.Wrapper wrapper, String scope) {
    old(wrapper.span());
    if (wrapper.keyword().text().equals("specification")) {
      for (Statement statement : wrapper.body().statements()) {
        if (statement instanceof Statement.Property property
            && property.key().text().equals("element")
            && !property.values().isEmpty()
            && property.values().getFirst() instanceof Value.Word word) {
          kinds.add(word.reference().text());
        }
      }
    } else {
      walk(wrapper.body().statements(), scope, new PropertyReader(problems));
    }
  }

  private void place(Statement.Place place) {
    if (place.head().kind().text().equals("deployment")) {
      deployments.add(place);
    } else {
      problems.report(
          Rule.MISPLACED,
          place.span(),
          "a " + place.head().kind().text() + " stands outside any deployment",
          "put it in one: deployment Production \"Production\" { … }");
    }
  }

  private void element(Statement.Element element, String scope, PropertyReader owner) {
    Statement.Head head = element.head();
    String kind = head.kind().text();
    if (Vocabulary.DECLARERS.contains(kind)) {
      head.name().map(Name::text).ifPresent(kinds::add);
      return;
    }
    if (!scope.isEmpty() && isReference(element)) {
      owner.put(kind, new PropertyValue.Text(head.name().orElseThrow().text(), head.span()));
      return;
    }
    if (head.keywordFirst() && Vocabulary.STRUCTURE.contains(kind)) {
      old(head.span());
    }
    String id = Heads.id(head);
    String path = scope.isEmpty() ? id : scope + "." + id;
    Draft known = elements.get(path);
    if (known != null) {
      problems.report(
          Rule.DUPLICATE_ELEMENT,
          head.span(),
          path + " is declared twice (first " + imports.where(known.span()) + ")",
          "give one of them another name, or write extend " + path + " { … }");
    }
    PropertyReader properties = new PropertyReader(problems).addAll(head.attributes());
    Draft draft =
        new Draft(
            path,
            kind,
            Heads.title(head, element.body()),
            scope.isEmpty() ? Optional.empty() : Optional.of(scope),
            properties,
            head.span());
    elements.put(path, draft);
    element.body().ifPresent(body -> body(draft, body));
    if (head.texts().size() > 1) {
      properties.putIfAbsent("description", head.texts().get(1).text(), head.texts().get(1).span());
    }
    head.subkind().ifPresent(sub -> properties.putIfAbsent("type", sub.text(), sub.span()));
  }

  private void body(Draft draft, Block body) {
    if (Vocabulary.GOVERNANCE.contains(draft.kind())) {
      draft.properties().addAll(body.statements());
      for (Statement statement : body.statements()) {
        if (statement instanceof Statement.Relation step && STORIES.contains(draft.kind())) {
          steps.add(new Scoped(draft.path(), step));
        }
      }
    } else {
      walk(body.statements(), draft.path(), draft.properties());
    }
  }

  /** {@code adr ADR001} inside an element points at a record; it is not one. */
  static boolean isReference(Statement.Element element) {
    Statement.Head head = element.head();
    return head.keywordFirst()
        && head.name().isPresent()
        && head.texts().isEmpty()
        && element.body().isEmpty()
        && Vocabulary.GOVERNANCE.contains(head.kind().text());
  }

  private void checkKinds() {
    for (Draft draft : elements.values()) {
      if (!kinds.contains(draft.kind())) {
        problems.report(
            Rule.UNKNOWN_KIND,
            draft.span(),
            "nothing declares the kind \"" + draft.kind() + "\"",
            kinds.stream()
                .sorted()
                .filter(kind -> kind.equalsIgnoreCase(draft.kind()))
                .findFirst()
                .map(kind -> "did you mean " + kind + "?")
                .orElse(
                    "use person, system, container, component, database or queue, or declare it: "
                        + draft.kind()
                        + " = kind \"…\""));
      }
    }
  }
}
