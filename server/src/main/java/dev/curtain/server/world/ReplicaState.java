package dev.curtain.server.world;

import dev.curtain.runtime.ReplicaSpec;

/**
 * A replica and what is known of it.
 *
 * @param verified whether it ever was ready
 */
public record ReplicaState(
    String track, ReplicaSpec spec, ReplicaStatus status, String why, boolean verified) {
  static ReplicaState planned(String track, ReplicaSpec spec) {
    return new ReplicaState(track, spec, ReplicaStatus.PLANNED, "", false);
  }

  ReplicaState is(ReplicaStatus next, String reason) {
    return new ReplicaState(track, spec, next, reason, verified || next == ReplicaStatus.READY);
  }
}
