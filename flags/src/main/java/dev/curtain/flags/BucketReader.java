package dev.curtain.flags;

import java.util.ArrayList;
import java.util.List;

/** Reads the entries of a {@code fractional}: {@code [variant, weight = 1]}. */
final class BucketReader {
  private BucketReader() {}

  /** Entries that are the same for everybody, or {@link Fractional.Buckets#UNKNOWN}. */
  static Fractional.Buckets written(Node first, List<Node> rest) {
    boolean entry = first instanceof Literal(Value value) && value instanceof Value.Items;
    boolean text =
        first instanceof TextRule(TextRule.Kind kind, _) && kind == TextRule.Kind.CAT
            || first instanceof Literal(Value value) && value instanceof Value.Text
            || first instanceof Var;
    if (!entry && !text) {
      return Fractional.Buckets.UNKNOWN;
    }
    List<Value> entries = new ArrayList<>(1 + rest.size());
    for (Node node : entry ? join(first, rest) : rest) {
      if (!(node instanceof Literal(Value value))) {
        return Fractional.Buckets.UNKNOWN;
      }
      entries.add(value);
    }
    return buckets(!entry, entries);
  }

  private static List<Node> join(Node first, List<Node> rest) {
    List<Node> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  static Fractional.Buckets evaluated(boolean key, Value leading, List<Node> rest, Scope scope) {
    List<Value> entries = new ArrayList<>();
    if (!key) {
      entries.add(leading);
    }
    rest.forEach(node -> entries.add(node.value(scope)));
    return buckets(key, entries);
  }

  private static Fractional.Buckets buckets(boolean key, List<Value> entries) {
    List<Fractional.Bucket> buckets = new ArrayList<>(entries.size());
    long sum = 0;
    for (Value entry : entries) {
      if (!(entry instanceof Value.Items(List<Value> parts))
          || parts.isEmpty()
          || parts.size() > 2
          || parts.getFirst() instanceof Value.Items
          || parts.getFirst() instanceof Value.Fields) {
        return Fractional.Buckets.UNKNOWN;
      }
      long weight = parts.size() == 1 ? 1 : weight(parts.get(1));
      if (weight < 0) {
        return Fractional.Buckets.UNKNOWN;
      }
      sum += weight;
      buckets.add(new Fractional.Bucket(parts.getFirst(), sum));
    }
    return sum > Fractional.HEAVIEST
        ? Fractional.Buckets.UNKNOWN
        : new Fractional.Buckets(key, true, List.copyOf(buckets), sum);
  }

  /** Whole numbers only, else -1; less than nothing is nothing. */
  private static long weight(Value value) {
    if (!(value instanceof Value.Num num) || num.value() != Math.rint(num.value())) {
      return -1;
    }
    return (long) Math.clamp(num.value(), 0, Fractional.HEAVIEST + 1.0);
  }
}
