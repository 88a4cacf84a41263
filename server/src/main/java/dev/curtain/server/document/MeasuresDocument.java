package dev.curtain.server.document;

import dev.curtain.router.Measures;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live event {@code measures}: what the router counted.
 *
 * @param epoch of the table in force; null, like {@code tracks}, where the router does not answer
 * @param unrouted requests since the router's start that matched no route
 * @param problem why there are no figures; null where there are
 */
public record MeasuresDocument(
    String at,
    @Nullable Long epoch,
    @Nullable Long unrouted,
    @Nullable List<TrackDocument> tracks,
    @Nullable String problem) {
  /**
   * @param total since the router's start
   * @param recent since the event before; null in the first
   */
  public record TrackDocument(String track, Figures total, @Nullable Recent recent) {}

  /** Figures of the last {@code overMillis}. */
  public record Recent(long overMillis, Figures figures) {}

  /**
   * @param before the snapshot that {@code recent} starts from
   */
  public static MeasuresDocument of(Measures now, Optional<Measures> before) {
    return new MeasuresDocument(
        at(now).toString(),
        now.epoch(),
        now.unrouted(),
        now.tracks().keySet().stream()
            .sorted()
            .map(track ->
                new TrackDocument(
                    track,
                    Figures.of(now.track(track)),
                    before.map(earlier -> recent(track, earlier, now)).orElse(null)))
            .toList(),
        null);
  }

  /** There are no figures; that is not the same as no traffic. */
  public static MeasuresDocument missing(Instant at, String problem) {
    return new MeasuresDocument(at.toString(), null, null, null, problem);
  }

  private static Recent recent(String track, Measures before, Measures now) {
    return new Recent(
        Math.max(0, Duration.between(at(before), at(now)).toMillis()),
        Figures.between(before.track(track), now.track(track)));
  }

  private static Instant at(Measures measures) {
    return Instant.EPOCH.plus(measures.atMicros(), ChronoUnit.MICROS);
  }
}
