package dev.curtain.server.document;

import dev.curtain.rollout.Reconfigured;
import dev.curtain.rollout.RolloutSpec;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a new version runs with otherwise than the previous one.
 *
 * @param kind {@code run image ready env secret}
 * @param name of the variable; else the kind
 * @param change {@code added changed removed}
 * @param from null where there was none, and always of a secret
 * @param to null where there is none any more, and always of a secret
 * @param describe the same in words
 */
public record ReconfiguredDocument(
    String kind,
    String name,
    String change,
    @Nullable String from,
    @Nullable String to,
    String describe) {
  static List<ReconfiguredDocument> of(RolloutSpec spec) {
    return spec.reconfigured().stream().map(ReconfiguredDocument::of).toList();
  }

  static ReconfiguredDocument of(Reconfigured each) {
    return new ReconfiguredDocument(
        each.kind(),
        each.name(),
        each.what().name().toLowerCase(Locale.ROOT),
        each.from().orElse(null),
        each.to().orElse(null),
        each.words());
  }
}
