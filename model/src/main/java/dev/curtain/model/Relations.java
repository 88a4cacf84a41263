package dev.curtain.model;

import dev.curtain.language.Name;
import dev.curtain.language.Reference;
import dev.curtain.language.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what relations connect. */
final class Relations {
  private final Names names;
  private final Problems problems;

  Relations(Names names, Problems problems) {
    this.names = names;
    this.problems = problems;
  }

  /** The first text, else the verb, else nothing. */
  static String label(Statement.Relation relation) {
    return relation.texts().isEmpty()
        ? relation.verb().map(Name::text).orElse("")
        : relation.texts().getFirst().text();
  }

  List<Relation> resolve(List<Outline.Scoped> scoped) {
    List<Relation> relations = new ArrayList<>(scoped.size());
    for (Outline.Scoped one : scoped) {
      Statement.Relation relation = one.relation();
      String from = relation.from().map(end -> end(one.scope(), end)).orElse(one.scope());
      String to = end(one.scope(), relation.to());
      if (from.isEmpty()) {
        problems.report(
            Rule.UNKNOWN_NAME,
            relation.span(),
            "the relation to " + to + " starts nowhere",
            "name an element before the arrow");
      }
      Properties properties = properties(relation);
      String arrow = relation.arrow().text();
      boolean backward = arrow.startsWith("<") || arrow.equals("←") || arrow.equals("↔");
      boolean forward = !backward || arrow.endsWith(">") || arrow.equals("↔");
      if (forward) {
        relations.add(
            new Relation(from, to, label(relation), properties, one.scope(), relation.span()));
      }
      if (backward) {
        relations.add(
            new Relation(to, from, label(relation), properties, one.scope(), relation.span()));
      }
    }
    return relations;
  }

  private Properties properties(Statement.Relation relation) {
    PropertyReader reader = new PropertyReader(problems).addAll(relation.attributes());
    relation.body().ifPresent(body -> reader.addAll(body.statements()));
    if (relation.texts().size() > 1) {
      reader.putIfAbsent(
          "technology", relation.texts().get(1).text(), relation.texts().get(1).span());
    }
    if (!relation.texts().isEmpty()) {
      relation.verb().ifPresent(verb -> reader.putIfAbsent("verb", verb.text(), verb.span()));
    }
    return reader.toProperties();
  }

  private String end(String scope, Reference reference) {
    List<String> found = names.find(scope, reference.text());
    if (found.size() == 1) {
      return found.getFirst();
    }
    report(reference, found);
    return reference.text();
  }

  /** Says that a name means nothing, or too much. */
  void report(Reference reference, List<String> found) {
    String name = reference.text();
    if (found.isEmpty()) {
      problems.report(
          Rule.UNKNOWN_NAME,
          reference.span(),
          "there is no element \"" + name + "\"",
          names
              .like(name)
              .map(like -> "did you mean " + like + "?")
              .orElse("declare it, or correct the name"));
    } else {
      problems.report(
          Rule.AMBIGUOUS_NAME,
          reference.span(),
          "\"" + name + "\" may be " + String.join(" or ", found),
          "write the full path");
    }
  }

  /** Steps of scenarios may also name what is deployed: a node, a piece of infrastructure. */
  void checkSteps(List<Outline.Scoped> steps, Set<String> places) {
    for (Outline.Scoped one : steps) {
      Statement.Relation step = one.relation();
      for (Optional<Reference> end : List.of(step.from(), Optional.of(step.to()))) {
        end.filter(name -> !places.contains(name.last()))
            .filter(name -> names.find(one.scope(), name.text()).isEmpty())
            .ifPresent(name ->
                problems.report(
                    Rule.UNKNOWN_STEP,
                    name.span(),
                    "the step names \"" + name.text() + "\", which is nothing in this file",
                    names
                        .like(name.text())
                        .map(like -> "did you mean " + like + "?")
                        .orElse("declare it, or correct the name")));
      }
    }
  }
}
