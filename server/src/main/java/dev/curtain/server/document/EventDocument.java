package dev.curtain.server.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.world.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A live event: one entry of the log. Members that an entry of its kind does not have are absent.
 *
 * @param seq number of the entry; grows by one
 * @param kind {@code began raised lowered declared wanted replica_planned replica_is planned
 *     requested drilled failed_over counted acted moved}
 * @param subject the service, the rollout, or {@code world}
 * @param event of {@code moved}: what happened, as in {@code show}
 * @param rollout of {@code planned} and {@code moved}: the rollout after this entry
 * @param notes of {@code moved}: what was decided, in words
 * @param replica of {@code replica_planned} and {@code replica_is}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventDocument(
    long seq,
    String at,
    String kind,
    String subject,
    @Nullable String event,
    @Nullable RolloutDocument rollout,
    @Nullable List<String> notes,
    @Nullable ReplicaDocument replica) {
  /** A replica that changed. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record ReplicaDocument(String id, String status, String why) {}

  /**
   * @param rollout the rollout that the entry is about, after it
   */
  public static EventDocument of(long seq, Entry entry, Optional<RolloutState> rollout) {
    @Nullable String event = null;
    @Nullable List<String> notes = null;
    @Nullable ReplicaDocument replica = null;
    switch (entry) {
      case Entry.Moved moved -> {
        event = name(moved.event());
        notes = moved.notes();
      }
      case Entry.ReplicaPlanned planned ->
          replica = new ReplicaDocument(planned.spec().id(), "planned", "");
      case Entry.ReplicaIs is ->
          replica =
              new ReplicaDocument(
                  is.replica(), is.status().name().toLowerCase(Locale.ROOT), is.why());
      case Entry.FlagChanged changed -> {
        event = changed.action();
        notes =
            List.of(
                changed.name()
                    + ": "
                    + changed.action()
                    + " by "
                    + changed.who()
                    + (changed.reason().isEmpty() ? "" : ": " + changed.reason()));
      }
      case Entry.Acted acted -> {
        event = acted.action();
        notes = List.of(acted.who() + ": " + acted.action() + " " + acted.target());
      }
      case Entry.FailedOver over -> {
        event = over.away().stage().name().toLowerCase(Locale.ROOT);
        notes =
            List.of(
                over.away().region()
                    + " by "
                    + over.away().who()
                    + (over.away().reason().isEmpty() ? "" : ": " + over.away().reason()));
      }
      case Entry.Began _,
          Entry.Raised _,
          Entry.Lowered _,
          Entry.Declared _,
          Entry.Wanted _,
          Entry.Requested _,
          Entry.Drilled _,
          Entry.FlagsSeen _,
          Entry.FlagJudged _,
          Entry.Counted _,
          Entry.Planned _ -> {}
    }
    return new EventDocument(
        seq,
        entry.at().toString(),
        kind(entry),
        entry.subject(),
        event,
        rollout.map(state -> RolloutDocument.of(state, OptionalLong.empty())).orElse(null),
        notes,
        replica);
  }

  /** {@code replica_planned}. */
  static String kind(Entry entry) {
    return snake(entry.getClass());
  }

  /** {@code baseline_taken}. */
  static String name(RolloutEvent event) {
    return snake(event.getClass());
  }

  private static String snake(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
