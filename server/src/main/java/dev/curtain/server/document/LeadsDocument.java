package dev.curtain.server.document;

import dev.curtain.rollout.RolloutState;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.World;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long changes took from being written to serving everybody. Whoever deploys says when a change
 * was written; that is on record in the audit.
 *
 * @param leads of versions that were promoted, the first time each, the latest first
 */
public record LeadsDocument(List<LeadDocument> leads) {
  public LeadsDocument {
    leads = List.copyOf(leads);
  }

  /**
   * @param writtenAt null: nobody said
   */
  public record LeadDocument(
      String rollout,
      String service,
      String version,
      @Nullable String writtenAt,
      String promotedAt,
      @Nullable Long leadMillis) {}

  private record Change(String service, String version) {}

  /**
   * @param asked all entries of the audit
   */
  public static LeadsDocument of(World world, List<Entry> asked) {
    Map<Change, Instant> written = written(asked);
    Set<Change> there = new HashSet<>();
    List<LeadDocument> leads = new ArrayList<>();
    List<RolloutState> promoted =
        world.rollouts().values().stream()
            .filter(rollout -> rollout.milestones().promoted().isPresent())
            .sorted(Comparator.comparing(rollout -> rollout.milestones().promoted().orElseThrow()))
            .toList();
    for (RolloutState rollout : promoted) {
      Change change = new Change(rollout.spec().service(), rollout.spec().to());
      // A version that comes back is no change that was written, nor is a drill's.
      if (rollout.spec().from().equals(Optional.of(change.version())) || !there.add(change)) {
        continue;
      }
      Instant at = rollout.milestones().promoted().orElseThrow();
      Optional<Instant> begun = Optional.ofNullable(written.get(change)).filter(at::isAfter);
      leads.add(
          new LeadDocument(
              rollout.spec().id(),
              change.service(),
              change.version(),
              begun.map(Instant::toString).orElse(null),
              at.toString(),
              begun.map(from -> Long.valueOf(Duration.between(from, at).toMillis())).orElse(null)));
    }
    return new LeadsDocument(leads.reversed());
  }

  /** The earliest that was said of each version. */
  private static Map<Change, Instant> written(List<Entry> asked) {
    Map<Change, Instant> written = new HashMap<>();
    for (Entry entry : asked) {
      if (entry instanceof Entry.Acted acted && acted.status() < 400) {
        acted
            .written()
            .or(() -> WrittenInWords.of(acted))
            .ifPresent(said ->
                said.versions()
                    .forEach((service, version) ->
                        written.merge(
                            new Change(service, version),
                            said.on(),
                            (a, b) -> a.isBefore(b) ? a : b)));
      }
    }
    return written;
  }

  /** {@code 2026-11-20T10:00:00Z} or with an offset; empty where it is no time. */
  public static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
