package dev.curtain.server.world;

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

  /** A rollout was settled on. */
  record Planned(Instant at, RolloutSpec spec) implements Entry {
    @Override
    public String subject() {
      return spec.id();
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
