package dev.curtain.flags;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code var}: what the context says at a path.
 *
 * @param written whether the rule names the path; else it computes it
 * @param path empty is everything
 */
record Var(boolean written, List<String> path, Node computed, Node otherwise) implements Node {
  static Node of(Node path, Node otherwise) {
    return path instanceof Literal literal
        ? new Var(true, split(literal.written()), Literal.NULL, otherwise)
        : new Var(false, List.of(), path, otherwise);
  }

  @Override
  public Value value(Scope scope) {
    List<String> steps = written ? path : split(computed.value(scope));
    Value found = find(scope, steps);
    return found instanceof Value.Nothing ? otherwise.value(scope) : found;
  }

  static Value find(Scope scope, List<String> steps) {
    if (steps.isEmpty()) {
      return scope.everything();
    }
    Value found = scope.first(steps.getFirst());
    for (int i = 1; i < steps.size(); i++) {
      found = Scope.step(found, steps.get(i));
    }
    return found;
  }

  static List<String> split(Value path) {
    if (path instanceof Value.Nothing) {
      return List.of();
    }
    String text = Coercion.text(path);
    List<String> steps = new ArrayList<>();
    int from = 0;
    for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', from)) {
      steps.add(text.substring(from, dot));
      from = dot + 1;
    }
    if (!text.isEmpty()) {
      steps.add(text.substring(from));
    }
    return List.copyOf(steps);
  }
}
