package dev.curtain.flags;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who meets a variant that is being let out step by step: the members of a ring, those named, and a
 * share of everybody. A growing share keeps all who are in it.
 *
 * @param ring whether a context is in the ring
 * @param named by attribute, the values that are in
 * @param buckets how many of the {@link Cohort#BUCKETS} are in
 * @param by the attribute a share is divided by
 * @param salt of the cohorts: another one for each flag, or the flag's own
 * @param seed the same as a number
 */
record Exposure(
    Optional<Node> ring,
    Map<String, Set<String>> named,
    int buckets,
    String by,
    String salt,
    int seed,
    Answer asNamed,
    Answer.Resolved asShare) {

  @Nullable Answer find(String flagKey, Context context, long timestamp) {
    if (ring.isPresent()
        && Coercion.truthy(ring.get().value(new Scope(flagKey, context, timestamp, null)))) {
      return asNamed;
    }
    for (Map.Entry<String, Set<String>> each : named.entrySet()) {
      @Nullable Value said = context.attributes().get(each.getKey());
      if (said != null && each.getValue().contains(Coercion.text(said))) {
        return asNamed;
      }
    }
    return inShare(context) ? asShare : null;
  }

  /** The share, if nothing about a user but the targeting key makes a difference. */
  Optional<Share> share() {
    return ring.isEmpty() && named.isEmpty() && by.equals(Context.TARGETING_KEY)
        ? Optional.of(new Share(asShare.variant(), salt, buckets))
        : Optional.empty();
  }

  private boolean inShare(Context context) {
    if (buckets == 0) {
      return false;
    }
    @Nullable Value user = context.attributes().get(by);
    if (user == null || !Coercion.truthy(user)) {
      // Nobody in particular can only be in where everybody is.
      return buckets == Cohort.BUCKETS;
    }
    Murmur murmur = new Murmur(seed);
    murmur.add(user instanceof Value.Text text ? text.value() : Coercion.text(user));
    return (murmur.result() * Cohort.BUCKETS >>> 32) < buckets;
  }
}
