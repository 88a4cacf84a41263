package dev.curtain.simulation;

import dev.curtain.model.Ordered;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.TrackSpec;
import java.util.List;
import java.util.Map;

/** One line of a world's log: what survives a controller. */
public sealed interface Line {
  /** A controller begins to work. */
  record Began() implements Line {}

  /** The service serves from these tracks. */
  record Declared(String version, List<TrackSpec> tracks) implements Line {
    public Declared {
      tracks = List.copyOf(tracks);
    }
  }

  /** Tracks are to have these numbers of replicas. */
  record Wanted(Map<String, Integer> replicas) implements Line {
    public Wanted {
      replicas = Ordered.copyOf(replicas);
    }
  }

  /** A replica is about to be started. */
  record ReplicaPlanned(String id, String track) implements Line {}

  /** A replica is in another condition. */
  record ReplicaIs(String id, Status status) implements Line {}

  /** A place's traffic goes to the others, or back. */
  record FailedOver(Away away) implements Line {}

  /** A rollout was settled on. */
  record Planned(RolloutSpec spec) implements Line {}

  /** Something happened to a rollout. */
  record Moved(String rollout, RolloutEvent event) implements Line {}

  /** Where a replica is in its life. */
  enum Status {
    PLANNED,
    READY,
    DRAINING,
    LOST,
    STOPPED;

    /** Whether it runs or is to run. */
    public boolean alive() {
      return this == PLANNED || this == READY;
    }

    /** Whether nothing more will come of it. */
    public boolean gone() {
      return this == LOST || this == STOPPED;
    }
  }
}
