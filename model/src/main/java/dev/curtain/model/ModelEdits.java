package dev.curtain.model;

import dev.curtain.language.Edits;
import dev.curtain.language.Span;
import dev.curtain.language.SyntaxTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes of a text by the paths of its model; comments, spaces and everything else stay. */
public final class ModelEdits {
  private ModelEdits() {}

  /**
   * The text with a property of an instance, node, deployment or element set to a value.
   *
   * @param path {@code Production/AWS/ECommerce.API}, {@code Production/AWS}, {@code ECommerce.API}
   * @return empty where the text has nothing of that path
   */
  public static Optional<String> set(String text, String path, String key, String value) {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
    SystemModel model = ModelReader.resolve(parsed.tree(), parsed.diagnostics()).model();
    return span(model, path)
        .flatMap(span -> Edits.set(parsed.tree(), span, key, value))
        .map(edit -> edit.applyTo(text));
  }

  private static Optional<Span> span(SystemModel model, String path) {
    Stream<Optional<Span>> elements =
        model.elements().stream()
            .filter(element -> element.path().equals(path))
            .map(element -> Optional.of(element.span()));
    Stream<Optional<Span>> places =
        model.deployments().stream()
            .map(deployment ->
                deployment.id().equals(path)
                    ? Optional.of(deployment.span())
                    : span(deployment.nodes(), path));
    return Stream.concat(elements, places).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Span> span(List<Node> nodes, String path) {
    for (Node node : nodes) {
      if (node.path().equals(path)) {
        return Optional.of(node.span());
      }
      Optional<Span> inside =
          node.instances().stream()
              .filter(instance -> instance.path().equals(path))
              .map(Instance::span)
              .findFirst()
              .or(() -> span(node.nodes(), path));
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }
}
