package dev.curtain.flags;

import java.util.List;

/**
 * {@code fractional}, second generation: {@code murmur3_x86_32(key) * total weight / 2^32} and the
 * first entry whose running sum is above it. The key is the first argument where that is a text,
 * else the flag's key followed by the targeting key.
 *
 * @param first the first argument
 * @param rest the entries after it
 */
record Fractional(Node first, List<Node> rest, Buckets written) implements Node {
  /**
   * Entries whose variants and weights are written down.
   *
   * @param key whether the first argument is the key
   * @param valid false: there are none such, they have to be evaluated
   */
  record Buckets(boolean key, boolean valid, List<Bucket> buckets, long total) {
    static final Buckets UNKNOWN = new Buckets(false, false, List.of(), 0);
  }

  /**
   * @param until the sum of the weights up to and with this one
   */
  record Bucket(Value variant, long until) {}

  /** What weights may sum up to. */
  static final long HEAVIEST = Integer.MAX_VALUE;

  static Fractional of(Node first, List<Node> rest) {
    return new Fractional(first, rest, BucketReader.written(first, rest));
  }

  @Override
  public Value value(Scope scope) {
    if (written.valid()) {
      return known(scope);
    }
    Value leading = first.value(scope);
    boolean key = leading instanceof Value.Text;
    Buckets buckets = BucketReader.evaluated(key, leading, rest, scope);
    if (!buckets.valid()) {
      return Value.NULL;
    }
    Murmur murmur = new Murmur();
    if (leading instanceof Value.Text text) {
      murmur.add(text.value());
    } else if (!addTargetingKey(murmur, scope)) {
      return Value.NULL;
    }
    return pick(buckets, murmur);
  }

  private Value known(Scope scope) {
    Murmur murmur = new Murmur();
    if (!written.key()) {
      return addTargetingKey(murmur, scope) ? pick(written, murmur) : Value.NULL;
    }
    if (first instanceof TextRule(TextRule.Kind kind, List<Node> parts)
        && kind == TextRule.Kind.CAT) {
      for (Node part : parts) {
        murmur.add(Coercion.text(part.value(scope)));
      }
      return pick(written, murmur);
    }
    if (first.value(scope) instanceof Value.Text text) {
      murmur.add(text.value());
      return pick(written, murmur);
    }
    return Value.NULL;
  }

  private static boolean addTargetingKey(Murmur murmur, Scope scope) {
    Value key = scope.context().get(Context.TARGETING_KEY);
    if (!Coercion.truthy(key)) {
      return false;
    }
    murmur.add(scope.flagKey());
    murmur.add(key instanceof Value.Text text ? text.value() : Coercion.text(key));
    return true;
  }

  private static Value pick(Buckets buckets, Murmur murmur) {
    long at = murmur.result() * buckets.total() >>> 32;
    List<Bucket> all = buckets.buckets();
    for (int i = 0; i < all.size(); i++) {
      if (at < all.get(i).until()) {
        return all.get(i).variant();
      }
    }
    return Value.NULL;
  }
}
