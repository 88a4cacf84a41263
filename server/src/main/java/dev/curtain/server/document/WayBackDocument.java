package dev.curtain.server.document;

import dev.curtain.server.engine.WayBack;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain rollback PATH --dry-run --json}: what a rollback would do now.
 *
 * @param how {@code route}, {@code restore}: the previous version is started again by the rollout
 *     itself, {@code redeploy}: it would be a rollout of its own, {@code none}
 * @param rollout that would be undone; null where none is under way
 * @param from what would be left
 * @param to what would be back; null: there has been nothing else
 * @param together services that would go back with it, this one included
 * @param ready replicas of {@code to}, of {@code replicas} at full size
 * @param configuration what would run otherwise
 */
public record WayBackDocument(
    String service,
    String how,
    @Nullable String rollout,
    @Nullable String from,
    @Nullable String to,
    List<String> together,
    int ready,
    int replicas,
    List<ReconfiguredDocument> configuration,
    String sentence) {
  public static WayBackDocument of(WayBack back) {
    return new WayBackDocument(
        back.service(),
        back.how().name().toLowerCase(Locale.ROOT),
        back.rollout().orElse(null),
        back.from().orElse(null),
        back.to().orElse(null),
        back.together(),
        back.ready(),
        back.replicas(),
        back.configuration().stream().map(ReconfiguredDocument::of).toList(),
        back.words());
  }
}
