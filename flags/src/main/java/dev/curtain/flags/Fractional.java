package dev.curtain.flags;

import java.util.List;

/**
 * {@code fractional}: a key's hash chooses among weighted entries; {@link Bucketing} says by which
 * generation's formula. In the second it is {@code murmur3_x86_32(key) * total weight / 2^32} and
 * the first entry whose running sum is above it. The key is the first argument where that is a text
 * (in the third: anything but an entry), else the flag's key followed by the targeting key.
 *
 * @param first the first argument
 * @param rest the entries after it
 */
record Fractional(Node first, List<Node> rest, Buckets written, Bucketing bucketing)
    implements Node {
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

  static Fractional of(Node first, List<Node> rest, Bucketing bucketing) {
    return new Fractional(first, rest, BucketReader.written(first, rest), bucketing);
  }

  @Override
  public Value value(Scope scope) {
    if (bucketing.version() == 3) {
      return third(scope);
    }
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

  private Value third(Scope scope) {
    Value leading = first.value(scope);
    boolean key = !(leading instanceof Value.Items);
    Buckets buckets = BucketReader.evaluated(key, leading, rest, scope);
    if (!buckets.valid() || leading instanceof Value.Nothing) {
      return Value.NULL;
    }
    Value user = scope.context().get(Context.TARGETING_KEY);
    if (!key && !(user instanceof Value.Text(String text) && !text.isEmpty())) {
      return Value.NULL;
    }
    byte[] bytes =
        Cbor.of(
            key
                ? leading
                : new Value.Items(List.of(Value.of(bucketing.prefix(scope.flagKey())), user)));
    return at(buckets, scaled(buckets, Cohort.murmur3(bytes, 0, bytes.length, 0)));
  }

  private boolean addTargetingKey(Murmur murmur, Scope scope) {
    Value key = scope.context().get(Context.TARGETING_KEY);
    if (!Coercion.truthy(key)) {
      return false;
    }
    murmur.add(bucketing.prefix(scope.flagKey()));
    murmur.add(key instanceof Value.Text text ? text.value() : Coercion.text(key));
    return true;
  }

  private Value pick(Buckets buckets, Murmur murmur) {
    return at(
        buckets,
        bucketing.version() == 1
            ? percentage(buckets, (int) murmur.result())
            : murmur.result() * buckets.total() >>> 32);
  }

  private static long scaled(Buckets buckets, int hash) {
    return (hash & 0xFFFFFFFFL) * buckets.total() >>> 32;
  }

  /**
   * The first generation cut everything to whole percents before it compared; here the percent as a
   * running weight, rounded down, which is below an entry's sum just when the percent is below its
   * share.
   */
  private static long percentage(Buckets buckets, int hash) {
    int percent = (int) (Math.abs((double) hash) / Integer.MAX_VALUE * 100);
    return percent * buckets.total() / 100;
  }

  private static Value at(Buckets buckets, long weight) {
    List<Bucket> all = buckets.buckets();
    for (int i = 0; i < all.size(); i++) {
      if (weight < all.get(i).until()) {
        return all.get(i).variant();
      }
    }
    return Value.NULL;
  }
}
