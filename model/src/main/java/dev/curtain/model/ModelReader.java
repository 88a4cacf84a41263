package dev.curtain.model;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Statement;
import dev.curtain.language.SyntaxTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a text means. */
public final class ModelReader {
  private ModelReader() {}

  /** The model of a text, and everything that is wrong with the text, in its order. */
  public static Resolution read(String text) {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
    return resolve(parsed.tree(), parsed.diagnostics());
  }

  /**
   * @param syntax what was said about the form of the text; becomes part of the result
   */
  public static Resolution resolve(SyntaxTree tree, List<Diagnostic> syntax) {
    Problems problems = new Problems();
    problems.addAll(syntax);
    Outline outline = new Outline(problems);
    outline.read(tree.statements());
    Map<String, Element> elements = new LinkedHashMap<>();
    outline.elements().forEach(element -> elements.put(element.path(), element));
    Names names = new Names(elements.keySet());
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
    relations.checkSteps(outline.steps, places);
    SystemModel model =
        new SystemModel(
            List.copyOf(elements.values()),
            resolved,
            deployments,
            Views.of(outline.views, problems));
    return new Resolution(model, problems.inOrderOfText());
  }
}
