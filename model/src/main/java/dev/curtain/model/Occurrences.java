package dev.curtain.model;

import dev.curtain.language.Block;
import dev.curtain.language.Name;
import dev.curtain.language.Reference;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds every name in the texts of a model and what it means, for whoever follows or changes it.
 */
public final class Occurrences {
  private final Names names;
  private final Set<String> kinds = new HashSet<>();
  private final Map<String, List<String>> places = new HashMap<>();
  private final List<Occurrence> found = new ArrayList<>();

  private Occurrences(Collection<Element> elements) {
    Set<String> paths = new HashSet<>();
    elements.forEach(element -> paths.add(element.path()));
    this.names = new Names(paths);
  }

  /** Every name, text by text in the order in which they stand; names that mean nothing are not. */
  public static List<Occurrence> of(Resolution resolution) {
    Occurrences occurrences = new Occurrences(resolution.model().elements());
    for (Resolution.Source source : resolution.sources()) {
      occurrences.declared(source.tree().statements(), "");
    }
    for (Resolution.Source source : resolution.sources()) {
      occurrences.walk(source.tree().statements(), "");
    }
    return List.copyOf(occurrences.found);
  }

  /** Kinds and places may be named before they are declared. */
  private void declared(List<Statement> statements, String parent) {
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Wrapper wrapper -> declared(wrapper.body().statements(), parent);
        case Statement.Element element
            when Vocabulary.DECLARERS.contains(element.head().kind().text()) ->
            element.head().name().map(Name::text).ifPresent(kinds::add);
        case Statement.Place place -> {
          String path = place(parent, place);
          places.computeIfAbsent(Heads.id(place.head()), _ -> new ArrayList<>(1)).add(path);
          place.body().ifPresent(body -> declared(body.statements(), path));
        }
        case Statement.Element _,
            Statement.Import _,
            Statement.Extend _,
            Statement.Instance _,
            Statement.Relation _,
            Statement.Property _,
            Statement.Literal _,
            Statement.Tags _,
            Statement.View _,
            Statement.Selection _,
            Statement.Unknown _ -> {}
      }
    }
  }

  private static String place(String parent, Statement.Place place) {
    String id = Heads.id(place.head());
    return parent.isEmpty() ? id : parent + "/" + id;
  }

  private void walk(List<Statement> statements, String scope) {
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Import imported ->
            imported.names().forEach(name -> reference("", name.text(), name.span()));
        case Statement.Extend extend -> {
          Optional<String> target = reference("", extend.target());
          walk(extend.body().statements(), target.orElse(scope));
        }
        case Statement.Wrapper wrapper -> walk(wrapper.body().statements(), scope);
        case Statement.Element element -> element(element, scope);
        case Statement.Place place -> place(place, "");
        case Statement.Instance instance -> reference("", instance.target());
        case Statement.Relation relation -> relation(relation, scope);
        case Statement.View view -> view(view);
        case Statement.Property _,
            Statement.Literal _,
            Statement.Tags _,
            Statement.Selection _,
            Statement.Unknown _ -> {}
      }
    }
  }

  private void element(Statement.Element element, String scope) {
    Statement.Head head = element.head();
    String kind = head.kind().text();
    if (Vocabulary.DECLARERS.contains(kind)) {
      head.name().ifPresent(name -> add(new Symbol(Symbol.Kind.KIND, name.text()), name, true));
      return;
    }
    if (!scope.isEmpty() && Outline.isReference(element)) {
      head.name().ifPresent(name -> reference(scope, name.text(), name.span()));
      return;
    }
    if (kinds.contains(kind)) {
      add(new Symbol(Symbol.Kind.KIND, kind), head.kind(), false);
    }
    String id = Heads.id(head);
    String path = scope.isEmpty() ? id : scope + "." + id;
    head.name().ifPresent(name -> add(Symbol.element(path), name, true));
    element.body().ifPresent(body -> walk(body.statements(), path));
  }

  private void relation(Statement.Relation relation, String scope) {
    relation.from().ifPresent(end -> end(scope, end));
    end(scope, relation.to());
  }

  private void end(String scope, Reference end) {
    if (reference(scope, end).isEmpty()) {
      List<String> known = places.getOrDefault(end.last(), List.of());
      if (known.size() == 1 && end.text().equals(end.last())) {
        found.add(
            new Occurrence(new Symbol(Symbol.Kind.PLACE, known.getFirst()), end.span(), false));
      }
    }
  }

  private void place(Statement.Place place, String parent) {
    String path = place(parent, place);
    place.head().name().ifPresent(name -> add(new Symbol(Symbol.Kind.PLACE, path), name, true));
    place
        .body()
        .map(Block::statements)
        .ifPresent(inside -> {
          for (Statement statement : inside) {
            if (statement instanceof Statement.Place inner) {
              place(inner, path);
            } else {
              walk(List.of(statement), "");
            }
          }
        });
  }

  private void view(Statement.View view) {
    view.name().ifPresent(name -> add(new Symbol(Symbol.Kind.VIEW, name.text()), name, true));
    view.base().ifPresent(base -> add(new Symbol(Symbol.Kind.VIEW, base.text()), base, false));
    view.scope().ifPresent(scope -> reference("", scope));
    for (Statement statement : view.body().map(Block::statements).orElse(List.of())) {
      if (statement instanceof Statement.Selection selection) {
        for (Name expression : selection.expressions()) {
          String text = expression.text();
          String name = text.replaceFirst("\\.\\*{1,2}$", "");
          if (name.matches("[\\p{L}_][\\p{L}\\p{N}_.-]*")) {
            Span span = expression.span();
            boolean whole = span.endOffset() - span.offset() == text.length();
            reference("", name, whole ? part(span, 0, name.length()) : span);
          }
        }
      }
    }
  }

  private void add(Symbol symbol, Name name, boolean declaration) {
    found.add(new Occurrence(symbol, name.span(), declaration));
  }

  private Optional<String> reference(String scope, Reference reference) {
    return reference(scope, reference.text(), reference.span());
  }

  private Optional<String> reference(String scope, String name, Span span) {
    List<String> means = names.find(scope, name);
    if (means.size() != 1) {
      return Optional.empty();
    }
    String path = means.getFirst();
    boolean tight = span.endOffset() - span.offset() == name.length();
    int end = name.length();
    String meant = path;
    while (tight && end > 0 && !meant.isEmpty()) {
      int dot = name.lastIndexOf('.', end - 1);
      found.add(new Occurrence(Symbol.element(meant), part(span, dot + 1, end), false));
      end = dot;
      meant = meant.substring(0, Math.max(0, meant.lastIndexOf('.')));
    }
    return Optional.of(path);
  }

  private static Span part(Span span, int from, int to) {
    return new Span(
        span.offset() + from,
        span.offset() + to,
        span.line(),
        span.column() + from,
        span.line(),
        span.column() + to,
        span.source());
  }
}
