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
  Node compile(Value rule, Place place) {
    // A switch over types is looked up at run time, which is slow as long as it is interpreted.
    if (rule instanceof Value.Fields fields && !fields.values().isEmpty()) {
      return operation(fields, place);
    }
    return rule instanceof Value.Items items ? list(items, place) : new Literal(rule);
  }

  private static boolean isPlain(Value rule) {
    return !(rule instanceof Value.Fields) && !(rule instanceof Value.Items);
  }

  private Node list(Value.Items items, Place place) {
    boolean plain = true;
    for (int i = 0; plain && i < items.values().size(); i++) {
      plain = isPlain(items.values().get(i));
    }
    if (plain) {
      return new Literal(items);
    }
    List<Node> nodes = nodes(items, place);
    for (Node node : nodes) {
      if (!(node instanceof Literal)) {
        return new ListOf(nodes, false);
      }
    }
    return new Literal(items);
  }

  private List<Node> nodes(Value.Items items, Place place) {
    List<Node> nodes = new ArrayList<>(items.values().size());
    for (int i = 0; i < items.values().size(); i++) {
      Value item = items.values().get(i);
      nodes.add(isPlain(item) ? new Literal(item) : compile(item, place.at(i)));
    }
    return List.copyOf(nodes);
  }

  private Node operation(Value.Fields fields, Place place) {
    if (fields.values().size() > 1) {
      throw new RuleProblem(
          place,
          "{"
              + String.join(", ", fields.values().keySet())
              + "} (expected: one operator per object)");
    }
    Map.Entry<String, Value> only = fields.values().entrySet().iterator().next();
    String name = only.getKey();
    if (name.equals("$ref")) {
      return reference(only.getValue(), place);
    }
    Place inside = place.dot(name);
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

  private Node reference(Value name, Place place) {
    @Nullable Value rule =
        name instanceof Value.Text text ? shared.evaluators().get(text.value()) : null;
    if (rule == null) {
      throw Shared.unknown("$ref", name, shared.evaluators(), place);
    }
    return new RuleCompiler(Shared.NONE, bucketing)
        .compile(rule, Place.of("$evaluators").dot(Coercion.text(name)));
  }

  private Node operation(String name, List<Node> nodes, Place place) {
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
      case "==" -> comparison(Comparison.Kind.EQUAL, nodes, place);
      case "!=" -> comparison(Comparison.Kind.UNEQUAL, nodes, place);
      case "===" -> comparison(Comparison.Kind.SAME, nodes, place);
      case "!==" -> comparison(Comparison.Kind.NOT_SAME, nodes, place);
      case "<" -> comparison(Comparison.Kind.LESS, nodes, place);
      case "<=" -> comparison(Comparison.Kind.AT_MOST, nodes, place);
      case ">" -> comparison(Comparison.Kind.MORE, nodes, place);
      case ">=" -> comparison(Comparison.Kind.AT_LEAST, nodes, place);
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
          throw new RuleProblem(place, "unknown operator (docs/flags.md lists what there is)");
    };
  }

  private static Node at(List<Node> nodes, int index) {
    return index < nodes.size() ? nodes.get(index) : Literal.NULL;
  }

  private static Node comparison(Comparison.Kind kind, List<Node> nodes, Place place) {
    if (nodes.size() < 2) {
      throw new RuleProblem(place, nodes.size() + " operands (expected: 2 or more)");
    }
    return new Comparison(kind, nodes);
  }

  private static Node iteration(Iteration.Kind kind, List<Node> nodes) {
    return new Iteration(kind, at(nodes, 0), at(nodes, 1), at(nodes, 2));
  }
}
