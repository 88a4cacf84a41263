package dev.curtain.bench.engine;

import dev.curtain.runtime.Replica;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.runtime.Runtime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replicas that are there as soon as they are asked for and cost nothing, so that what is measured
 * is the engine alone.
 */
final class ImaginaryRuntime implements Runtime {
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  @Override
  public Replica start(ReplicaSpec spec) {
    running.add(spec.id());
    return new Replica(spec.id(), "127.0.0.1", spec.port());
  }

  @Override
  public Condition condition(ReplicaSpec spec) {
    return running.contains(spec.id()) ? Condition.READY : Condition.GONE;
  }

  @Override
  public void stop(String replicaId, Duration grace) {
    running.remove(replicaId);
  }

  @Override
  public List<String> running() {
    return List.copyOf(running);
  }

  @Override
  public void close() {
    running.clear();
  }
}
