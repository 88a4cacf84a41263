package dev.curtain.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSONLogic to {@link Node}s, once, so that evaluating looks nothing up by name. */
final class RuleCompiler {
  private final Shared shared;
  private final Bucketing bucketing;

  RuleCompiler(Shared shared, Bucketing bucketing) {
    this.shared = shared;
    this.bucketing = bucketing;
  }

  /**
   * @throws RuleProblem naming the place in the document
   */
  Node compile(Value rule, String path) {
    return switch (rule) {
      case Value.Fields fields when !fields.values().isEmpty() -> operation(fields, path);
      case Value.Items items -> list(items, path);
      case Value.Fields _, Value.Nothing _, Value.Bool _, Value.Num _, Value.Text _ ->
          new Literal(rule);
    };
  }

  private Node list(Value.Items items, String path) {
    List<Node> nodes = nodes(items, path);
    return nodes.stream().allMatch(node -> node instanceof Literal)
        ? new Literal(items)
        : new ListOf(nodes, false);
  }

  private List<Node> nodes(Value.Items items, String path) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < items.values().size(); i++) {
      nodes.add(compile(items.values().get(i), path + "[" + i + "]"));
    }
    return List.copyOf(nodes);
  }

  private Node operation(Value.Fields fields, String path) {
    if (fields.values().size() > 1) {
      throw new RuleProblem(
          path,
          "{"
              + String.join(", ", fields.values().keySet())
              + "} (expected: one operator per object)");
    }
    Map.Entry<String, Value> only = fields.values().entrySet().iterator().next();
    String name = only.getKey();
    if (name.equals("$ref")) {
      return reference(only.getValue(), path);
    }
    String inside = path + "." + name;
    if (name.equals("preserve")) {
      return new Literal(only.getValue());
    }
    if (name.equals("segment")) {
      return shared.segment(only.getValue(), bucketing, inside);
    }
    if (name.equals("ring")) {
      return shared.ring(only.getValue(), bucketing, inside);
    }
    if (only.getValue() instanceof Value.Items items) {
      return operation(name, nodes(items, inside), inside);
    }
    return operation(name, List.of(compile(only.getValue(), inside)), inside);
  }

  private Node reference(Value name, String path) {
    @Nullable Value rule =
        name instanceof Value.Text text ? shared.evaluators().get(text.value()) : null;
    if (rule == null) {
      throw Shared.unknown("$ref", name, shared.evaluators(), path);
    }
    return new RuleCompiler(Shared.NONE, bucketing)
        .compile(rule, "$evaluators." + Coercion.text(name));
  }

  private Node operation(String name, List<Node> nodes, String path) {
    return switch (name) {
      case "var" -> Var.of(at(nodes, 0), at(nodes, 1));
      case "missing" -> new Missing(true, Literal.NULL, new ListOf(nodes, true));
      case "missing_some" -> new Missing(false, at(nodes, 0), at(nodes, 1));
      case "if", "?:" -> new Choice(Choice.Kind.IF, nodes);
      case "and" -> new Choice(Choice.Kind.AND, nodes);
      case "or" -> new Choice(Choice.Kind.OR, nodes);
      case "!" -> new Choice(Choice.Kind.NOT, nodes);
      case "!!" -> new Choice(Choice.Kind.TRUTHY, nodes);
      case "??" -> new Choice(Choice.Kind.FIRST_KNOWN, nodes);
      case "==" -> comparison(Comparison.Kind.EQUAL, nodes, path);
      case "!=" -> comparison(Comparison.Kind.UNEQUAL, nodes, path);
      case "===" -> comparison(Comparison.Kind.SAME, nodes, path);
      case "!==" -> comparison(Comparison.Kind.NOT_SAME, nodes, path);
      case "<" -> comparison(Comparison.Kind.LESS, nodes, path);
      case "<=" -> comparison(Comparison.Kind.AT_MOST, nodes, path);
      case ">" -> comparison(Comparison.Kind.MORE, nodes, path);
      case ">=" -> comparison(Comparison.Kind.AT_LEAST, nodes, path);
      case "+" -> new Arithmetic(Arithmetic.Kind.PLUS, nodes);
      case "-" -> new Arithmetic(Arithmetic.Kind.MINUS, nodes);
      case "*" -> new Arithmetic(Arithmetic.Kind.TIMES, nodes);
      case "/" -> new Arithmetic(Arithmetic.Kind.DIVIDED, nodes);
      case "%" -> new Arithmetic(Arithmetic.Kind.REMAINDER, nodes);
      case "min" -> new Arithmetic(Arithmetic.Kind.MIN, nodes);
      case "max" -> new Arithmetic(Arithmetic.Kind.MAX, nodes);
      case "in" -> new Contains(at(nodes, 0), at(nodes, 1));
      case "merge" -> new ListOf(nodes, true);
      case "map" -> iteration(Iteration.Kind.MAP, nodes);
      case "filter" -> iteration(Iteration.Kind.FILTER, nodes);
      case "reduce" -> iteration(Iteration.Kind.REDUCE, nodes);
      case "all" -> iteration(Iteration.Kind.ALL, nodes);
      case "none" -> iteration(Iteration.Kind.NONE, nodes);
      case "some" -> iteration(Iteration.Kind.SOME, nodes);
      case "cat" -> new TextRule(TextRule.Kind.CAT, nodes);
      case "substr" -> new TextRule(TextRule.Kind.SUBSTR, nodes);
      case "starts_with" -> new TextRule(TextRule.Kind.STARTS_WITH, nodes);
      case "ends_with" -> new TextRule(TextRule.Kind.ENDS_WITH, nodes);
      case "sem_ver" -> new Version(nodes);
      case "fractional" ->
          nodes.isEmpty()
              ? Literal.NULL
              : Fractional.of(nodes.getFirst(), nodes.subList(1, nodes.size()), bucketing);
      default ->
          throw new RuleProblem(path, "unknown operator (docs/flags.md lists what there is)");
    };
  }

  private static Node at(List<Node> nodes, int index) {
    return index < nodes.size() ? nodes.get(index) : Literal.NULL;
  }

  private static Node comparison(Comparison.Kind kind, List<Node> nodes, String path) {
    if (nodes.size() < 2) {
      throw new RuleProblem(path, nodes.size() + " operands (expected: 2 or more)");
    }
    return new Comparison(kind, nodes);
  }

  private static Node iteration(Iteration.Kind kind, List<Node> nodes) {
    return new Iteration(kind, at(nodes, 0), at(nodes, 1), at(nodes, 2));
  }
}
