package dev.curtain.server.world;

import dev.curtain.analysis.Block;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.ReplicaSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the log. Whatever is to survive a crash is one of these, written before it takes
 * effect.
 */
public sealed interface Entry {
  Instant at();

  /** What the entry is about: a service, a rollout, or the world. */
  String subject();

  /** A model was raised: its text is kept, so that the file may change or vanish. */
  record Raised(Instant at, String file, String text, String deployment) implements Entry {
    @Override
    public String subject() {
      return "world";
    }
  }

  /** A controller begins to work over this log. */
  record Began(Instant at) implements Entry {
    @Override
    public String subject() {
      return "controller";
    }
  }

  /** The world was taken down on purpose. */
  record Lowered(Instant at) implements Entry {
    @Override
    public String subject() {
      return "world";
    }
  }

  /** A service serves from these tracks. */
  record Declared(Instant at, String service, Optional<String> version, List<TrackSpec> tracks)
      implements Entry {
    public Declared {
      tracks = List.copyOf(tracks);
    }

    @Override
    public String subject() {
      return service;
    }
  }

  /** Tracks are to have these numbers of replicas. */
  record Wanted(Instant at, String service, Map<String, Integer> replicas) implements Entry {
    public Wanted {
      replicas = Map.copyOf(replicas);
    }

    @Override
    public String subject() {
      return service;
    }
  }

  /** A replica is about to be started: its id and port are on record before anything happens. */
  record ReplicaPlanned(Instant at, String track, ReplicaSpec spec) implements Entry {
    @Override
    public String subject() {
      return spec.service();
    }
  }

  /** A replica is in another condition. */
  record ReplicaIs(Instant at, String service, String replica, ReplicaStatus status, String why)
      implements Entry {
    @Override
    public String subject() {
      return service;
    }
  }

  /**
   * A feature flag is to be something else.
   *
   * @param name the flag's key; {@code $segments} and such for what flags share
   * @param action what was done, as {@code off}
   * @param before its definition until now as JSON; empty: there was none
   * @param after its definition from now on; empty: there is none
   * @param evidence why, where it was decided by measuring: what the judge was shown, as JSON
   */
  record FlagChanged(
      Instant at,
      String name,
      String action,
      Optional<String> before,
      Optional<String> after,
      String who,
      String reason,
      Optional<String> evidence)
      implements Entry {
    /** Everything about flags is one story. */
    public static final String SUBJECT = "curtain/flags";

    @Override
    public String subject() {
      return SUBJECT;
    }
  }

  /**
   * Flags that were evaluated lately.
   *
   * @param seen by flag, by {@code service version}, when last
   */
  record FlagsSeen(Instant at, Map<String, Map<String, Instant>> seen) implements Entry {
    public FlagsSeen {
      seen = Map.copyOf(seen);
    }

    @Override
    public String subject() {
      return FlagChanged.SUBJECT;
    }
  }

  /**
   * What the judge was shown of a flag that is being let out, so that a controller that starts
   * knows it too.
   *
   * @param block of a second: who does not meet the variant, and who does
   */
  record FlagJudged(Instant at, String flag, Block block) implements Entry {
    /** Kept apart from what was done to flags: there may be one each second. */
    public static final String SUBJECT = "curtain/flags/judged";

    @Override
    public String subject() {
      return SUBJECT;
    }
  }

  /**
   * What the router counted for the objectives of services.
   *
   * @param from when it was written down last, or the router began
   * @param router when the router began to count, microseconds since 1970
   * @param counts by what is counted
   */
  record Counted(Instant at, Instant from, long router, Map<String, Count> counts)
      implements Entry {
    /** Everything that is counted for objectives is one story. */
    public static final String SUBJECT = "curtain/objectives";

    public Counted {
      counts = Map.copyOf(counts);
    }

    @Override
    public String subject() {
      return SUBJECT;
    }

    /**
     * @param n since {@code from}
     * @param totalN since the router began
     */
    public record Count(long n, long bad, long totalN, long totalBad) {}
  }

  /**
   * Somebody asked the API to do something, or was turned away.
   *
   * @param who a key's name, else what the caller says
   * @param role of the key; empty where none is needed or none fits
   * @param action {@code deploy}, {@code promote}, {@code flag off} …
   * @param target the service, rollout, flag or migration
   * @param details what was asked in particular, as {@code version v2}
   * @param from address that the request came from, and what program sent it
   * @param status of the answer, as in HTTP
   * @param answer why it was not done; empty where it was
   * @param unwritten refusals before this one that were too many to be written down each
   * @param written what was said of when the changes were written; empty where nothing was, and in
   *     entries from before it had a place of its own, whose details have it in words
   */
  record Acted(
      Instant at,
      String who,
      String role,
      String action,
      String target,
      String details,
      String reason,
      String from,
      int status,
      String answer,
      long unwritten,
      Optional<Written> written)
      implements Entry {
    /** All that was asked is one story. */
    public static final String SUBJECT = "curtain/audit";

    public Acted {
      // Older entries have none.
      written = written == null ? Optional.empty() : written;
    }

    @Override
    public String subject() {
      return SUBJECT;
    }
  }

  /**
   * When changes were written, as whoever deploys them says.
   *
   * @param versions by service
   */
  record Written(Instant on, Map<String, String> versions) {
    public Written {
      versions = Map.copyOf(versions);
    }
  }

  /** A rollout was settled on. */
  record Planned(Instant at, RolloutSpec spec) implements Entry {
    @Override
    public String subject() {
      return spec.id();
    }
  }

  /**
   * A version is wanted once the rollout that moves the service now has ended.
   *
   * @param next empty: not any more
   */
  record Requested(Instant at, String service, Optional<Next> next) implements Entry {
    @Override
    public String subject() {
      return service;
    }
  }

  /**
   * A way back or over was tried on purpose.
   *
   * @param kind {@code rollback} or {@code failover}
   * @param millis how long it took
   * @param objectiveMillis how long it may take
   * @param failed requests that failed meanwhile, of {@code requests}
   * @param held the objective was met and nothing was lost
   */
  record Drilled(
      Instant at,
      String service,
      String kind,
      long millis,
      long objectiveMillis,
      long requests,
      long failed,
      boolean held,
      String words)
      implements Entry {
    @Override
    public String subject() {
      return service;
    }
  }

  /** A region's traffic is to be carried by the others, or by it again. */
  record FailedOver(Instant at, String service, Away away) implements Entry {
    @Override
    public String subject() {
      return service;
    }
  }

  /**
   * Something happened to a rollout.
   *
   * @param notes what was decided by it, in words; derived, kept for readers of the log
   */
  record Moved(String rollout, RolloutEvent event, List<String> notes) implements Entry {
    public Moved {
      notes = List.copyOf(notes);
    }

    @Override
    public Instant at() {
      return event.at();
    }

    @Override
    public String subject() {
      return rollout;
    }
  }
}
