package dev.curtain.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A place where replicas live. Everything here is idempotent by the replica's id, so that a
 * controller which died between asking and writing down the answer may simply ask again.
 */
public interface Runtime extends AutoCloseable {
  /**
   * Starts a replica, or finds the one that already runs under this id. Returns when it has been
   * started, not when it is ready.
   *
   * @throws StartFailure if it cannot be started; the message says why and what to do
   */
  Replica start(ReplicaSpec spec) throws StartFailure;

  /** How the replica is right now; asks it, waits at most a second. */
  Condition condition(ReplicaSpec spec);

  /**
   * Asks the replica to end, waits up to {@code grace}, then ends it. Returns when it is gone; a
   * replica already gone is fine.
   */
  void stop(String replicaId, Duration grace);

  /**
   * The last lines a replica wrote before it ended, as far as they were kept; empty where there are
   * none.
   */
  default String lastOutput(String replicaId) {
    return "";
  }

  /** The same of a replica that may still run, and more of it. */
  default String recentOutput(String replicaId) {
    return lastOutput(replicaId);
  }

  /** What a replica takes of its machine; empty where it is gone, or nobody here can tell. */
  default Optional<Usage> usage(String replicaId) {
    return Optional.empty();
  }

  /** Ids of what runs here, also when another process (an earlier controller) started it. */
  List<String> running();

  /** Lets go of the runtime. Replicas that live in processes of their own go on. */
  @Override
  void close();

  /** What a probe found. */
  enum Condition {
    READY,
    /** Runs, and does not want requests (yet, or for now). */
    NOT_READY,
    /** Does not run: never started, ended, crashed. */
    GONE
  }

  final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
      super(message);
    }

    public StartFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
