package dev.curtain.server.world;

import dev.curtain.runtime.ReplicaSpec;

/** A replica and what is known of it. */
public record ReplicaState(String track, ReplicaSpec spec, ReplicaStatus status, String why) {
  ReplicaState is(ReplicaStatus next, String reason) {
    return new ReplicaState(track, spec, next, reason);
  }
}
