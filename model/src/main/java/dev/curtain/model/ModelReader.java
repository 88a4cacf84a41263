package dev.curtain.model;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Statement;
import dev.curtain.language.SyntaxTree;
import dev.curtain.language.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a text means. */
public final class ModelReader {
  private ModelReader() {}

  /** The model of a text, and everything that is wrong with the text, in its order. */
  public static Resolution read(String text) {
    return read("", text, Sources.NONE);
  }

  /**
   * The same with what the text imports.
   *
   * @param name what {@code sources} calls this text, so that an import that comes back is noticed
   */
  public static Resolution read(String name, String text, Sources sources) {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
    return resolve(name, parsed.tree(), parsed.diagnostics(), sources);
  }

  /**
   * @param syntax what was said about the form of the text; becomes part of the result
   */
  public static Resolution resolve(SyntaxTree tree, List<Diagnostic> syntax) {
    return resolve("", tree, syntax, Sources.NONE);
  }

  private static Resolution resolve(
      String name, SyntaxTree tree, List<Diagnostic> syntax, Sources sources) {
    Problems problems = new Problems();
    problems.addAll(syntax);
    Imports imports = new Imports(name, tree, sources, problems);
    Outline outline = new Outline(imports, problems);
    outline.read(tree.statements());
    Map<String, Element> elements = new LinkedHashMap<>();
    outline.elements().forEach(element -> elements.put(element.path(), element));
    Names names = new Names(referable(elements));
    Relations relations = new Relations(names, problems);
    List<Relation> resolved = relations.resolve(outline.relations);
    List<Deployment> deployments = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (Statement.Place place : outline.deployments) {
      Deployment deployment =
          new DeploymentReader(place, elements, names, relations, problems).read();
      if (!ids.add(deployment.id())) {
        problems.report(
            Rule.DUPLICATE_PLACE,
            place.span(),
            "the deployment " + deployment.id() + " is there twice",
            "give one of them another name");
      }
      deployments.add(deployment);
    }
    DeploymentReader.placeNames(List.copyOf(outline.deployments), places);
    SystemModel model =
        new SystemModel(
            List.copyOf(elements.values()),
            resolved,
            deployments,
            Views.of(outline.views, problems),
            outline.styles(),
            new Flags(elements, names, problems).read());
    if (nothingDeclared(elements)) {
      takenAsNamed(outline, problems);
    } else {
      relations.checkSteps(outline.steps, places);
      new ViewChecks(elements.values(), names, places, problems)
          .check(outline.views, outline.styles);
    }
    return new Resolution(model, problems.inOrderOfText(), imports.inlined(), imports.sources());
  }

  /** Nothing is related to a flag, so that it may be called as what it is about. */
  private static Set<String> referable(Map<String, Element> elements) {
    return elements.values().stream()
        .filter(element -> !element.kind().equals(Flag.KIND))
        .map(Element::path)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean nothingDeclared(Map<String, Element> elements) {
    return elements.values().stream()
        .allMatch(element -> Vocabulary.GOVERNANCE.contains(element.kind()));
  }

  /** A file of views or scenarios only: there is nothing to check their names against. */
  private static void takenAsNamed(Outline outline, Problems problems) {
    Stream.concat(
            outline.views.stream()
                .filter(view -> view.scope().isPresent() || names(view))
                .map(Statement.View::span),
            outline.steps.stream().map(step -> step.relation().span()))
        .findFirst()
        .ifPresent(span ->
            problems.report(
                Rule.TAKEN_AS_NAMED,
                span,
                "this file declares no elements; what its views and scenarios name is taken as"
                    + " named",
                "import the file that declares it, to have its references checked"));
  }

  /** Whether a view says more than {@code include *}. */
  private static boolean names(Statement.View view) {
    return view.body().stream()
        .flatMap(body -> body.statements().stream())
        .anyMatch(statement ->
            statement instanceof Statement.Selection selection
                && selection.expressions().stream().anyMatch(name -> !name.text().startsWith("*")));
  }
}
