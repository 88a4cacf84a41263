package dev.curtain.server.document;

import dev.curtain.model.Databases.Database;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.metrics.CounterSeen;
import dev.curtain.server.metrics.DatabaseSeen;
import dev.curtain.server.metrics.DatabaseWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The databases behind a service, as its debug page shows them: what they say of themselves, and
 * what the service's replicas count of their errors.
 *
 * @param windowMillis how far back it goes
 * @param beatMillis how often is looked
 * @param databases those that the model has behind the service, and the one whose migrations are
 *     known here
 */
public record DatabasesDocument(
    long windowMillis, long beatMillis, List<DatabaseDocument> databases, CountedDocument counted) {
  public DatabasesDocument {
    databases = List.copyOf(databases);
  }

  /**
   * @param database path of the element; {@code CURTAIN_DATABASE_URL} for the one whose migrations
   *     are known here, where the model does not name it
   * @param place host, port and name; null: nobody says
   * @param hint what to write, so that it is watched; null: it is
   * @param problem why the latest look gave nothing; null: it gave something
   * @param from first look of the window; null: there is none
   * @param until latest look that gave something
   * @param seen counts of between these two; null before there are two
   * @param now null where the latest look gave nothing
   */
  public record DatabaseDocument(
      String database,
      @Nullable String title,
      @Nullable String place,
      @Nullable String hint,
      @Nullable String problem,
      @Nullable String from,
      @Nullable String until,
      @Nullable Seen seen,
      @Nullable Now now,
      List<Moment> moments) {
    public DatabaseDocument {
      moments = List.copyOf(moments);
    }
  }

  /** Counts of the database itself ({@code pg_stat_database}), whoever caused them. */
  public record Seen(
      long committed, long rolledBack, long deadlocks, long conflicts, long sessionsLost) {
    static Seen of(DatabaseSeen.Sums sums) {
      return new Seen(
          sums.committed(),
          sums.rolledBack(),
          sums.deadlocks(),
          sums.conflicts(),
          sums.sessionsLost());
    }
  }

  /**
   * @param waiting sessions that wait for a lock, for a quarter of a second and longer
   * @param blocker who holds what the longest waits for; null: nobody waits
   */
  public record Now(
      int connections, int waiting, long longestWaitMillis, @Nullable String blocker) {}

  /** Between a look and the one before. */
  public record Moment(
      String at, long overMillis, long committed, long rolledBack, long deadlocks, int waiting) {}

  /**
   * Errors of databases as replicas of the service count them.
   *
   * @param counter its name; null: the model names none
   * @param hint what to write, so that they are read; null: they are
   * @param problem why some or all replicas gave nothing at the latest look; null: they did
   */
  public record CountedDocument(
      @Nullable String counter,
      @Nullable String path,
      @Nullable String hint,
      @Nullable String problem,
      @Nullable String from,
      @Nullable String until,
      List<TrackErrors> tracks) {
    public CountedDocument {
      tracks = List.copyOf(tracks);
    }
  }

  /**
   * @param latestAt the look that found the last of them; null: there were none
   */
  public record TrackErrors(String track, String version, long errors, @Nullable String latestAt) {}

  /**
   * @param databases behind the service, as the model has them
   * @param tracks of the service
   */
  public static DatabasesDocument of(
      String service, List<Database> databases, List<TrackSpec> tracks, DatabaseWatch watch) {
    List<DatabaseDocument> all = new ArrayList<>();
    for (Database each : databases) {
      all.add(database(each.path(), each.title(), watch.seen(each)));
    }
    watch.migrations().ifPresent(seen -> all.add(database(DatabaseWatch.MIGRATIONS, null, seen)));
    return new DatabasesDocument(
        DatabaseWatch.WINDOW.toMillis(),
        DatabaseWatch.BEAT.toMillis(),
        all,
        watch
            .counted(service)
            .map(seen -> counted(seen, tracks))
            .orElseGet(() -> uncounted(service)));
  }

  private static DatabaseDocument database(String name, @Nullable String title, DatabaseSeen seen) {
    return new DatabaseDocument(
        name,
        title,
        seen.place().orElse(null),
        seen.hint().orElse(null),
        seen.problem().orElse(null),
        text(seen.from()),
        text(seen.until()),
        seen.sums().map(Seen::of).orElse(null),
        seen.now()
            .map(now ->
                new Now(
                    now.connections(),
                    now.waiting(),
                    now.longestWaitMillis(),
                    now.blocker().orElse(null)))
            .orElse(null),
        seen.moments().stream()
            .map(each ->
                new Moment(
                    each.at().toString(),
                    each.overMillis(),
                    each.sums().committed(),
                    each.sums().rolledBack(),
                    each.sums().deadlocks(),
                    each.waiting()))
            .toList());
  }

  private static CountedDocument counted(CounterSeen seen, List<TrackSpec> tracks) {
    List<TrackErrors> errors = new ArrayList<>();
    for (TrackSpec track : tracks) {
      Optional.ofNullable(seen.tracks().get(track.name()))
          .ifPresent(each ->
              errors.add(
                  new TrackErrors(
                      track.name(), track.version(), each.errors(), text(each.latest()))));
    }
    return new CountedDocument(
        seen.selector(),
        seen.path(),
        null,
        seen.problem().orElse(null),
        text(seen.from()),
        text(seen.until()),
        errors);
  }

  private static CountedDocument uncounted(String service) {
    return new CountedDocument(
        null,
        null,
        "which version met them is not known: where its replicas count errors of their databases,"
            + " write database_errors \"NAME_OF_THE_COUNTER\" into "
            + service
            + "; it is read at metrics \"/metrics\"",
        null,
        null,
        null,
        List.of());
  }

  private static @Nullable String text(Optional<Instant> at) {
    return at.map(Instant::toString).orElse(null);
  }
}
