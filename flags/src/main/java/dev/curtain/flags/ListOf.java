package dev.curtain.flags;

import java.util.ArrayList;
import java.util.List;

/** An array whose elements may be rules; {@code merge} flattens what is an array itself. */
record ListOf(List<Node> nodes, boolean merged) implements Node {
  /** No list in a rule has to be longer. */
  static final int LONGEST = 32_768;

  @Override
  public Value value(Scope scope) {
    List<Value> values = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      Value value = node.value(scope);
      if (merged && value instanceof Value.Items items) {
        values.addAll(items.values());
      } else {
        values.add(value);
      }
      if (values.size() > LONGEST) {
        throw new EvaluationProblem("merge: more than " + LONGEST + " elements");
      }
    }
    return new Value.Items(values);
  }
}
