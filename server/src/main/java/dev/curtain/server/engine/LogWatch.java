package dev.curtain.server.engine;

import dev.curtain.analysis.ErrorSignatures;
import dev.curtain.model.Analysis.LogErrors;
import dev.curtain.model.Service;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.Runtime;
import dev.curtain.server.log.LogFailure;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reads what replicas of a new version write, now and then, and remarks kinds of errors that the
 * serving version's replicas have not written. {@link #look} never waits: reading has a thread of
 * its own.
 *
 * <p>What is remarked is the kind alone, without whatever stood in quotes and without numbers: a
 * line of a log may have anybody's secrets in it.
 */
final class LogWatch {
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** More kinds than this tell no more. */
  private static final int MOST = 5;

  private final Ledger ledger;
  private final Runtime runtime;
  private final Effects effects;
  private final InstantSource clock;
  private final Map<String, Service> services;
  private final Consumer<String> trouble;
  private final Map<String, Watched> watched = new HashMap<>();

  LogWatch(
      Ledger ledger,
      Runtime runtime,
      Effects effects,
      InstantSource clock,
      Map<String, Service> services,
      Consumer<String> trouble) {
    this.ledger = ledger;
    this.runtime = runtime;
    this.effects = effects;
    this.clock = clock;
    this.services = services;
    this.trouble = trouble;
  }

  /** Looks at these rollouts, where it is time to, and forgets others. */
  void look(Collection<RolloutState> measuring) {
    watched.keySet().retainAll(measuring.stream().map(rollout -> rollout.spec().id()).toList());
    for (RolloutState rollout : measuring) {
      LogErrors rule =
          Optional.ofNullable(services.get(rollout.spec().service()))
              .map(service -> service.rollback().analysis().logErrors())
              .orElse(LogErrors.IGNORE);
      if (rule != LogErrors.IGNORE) {
        watched
            .computeIfAbsent(rollout.spec().id(), _ -> new Watched())
            .look(rollout, rule == LogErrors.HOLD);
      }
    }
  }

  /** One rollout; its sets are touched by whoever is {@code reading}, alone. */
  private final class Watched {
    private final AtomicBoolean reading = new AtomicBoolean();
    private final Set<String> known = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private long due = System.nanoTime();

    void look(RolloutState rollout, boolean hold) {
      long now = System.nanoTime();
      if (now - due < 0 || !reading.compareAndSet(false, true)) {
        return;
      }
      due = now + EVERY.toNanos();
      Thread.ofVirtual()
          .name("logs of " + rollout.spec().id())
          .start(() -> {
            try {
              read(rollout, hold);
            } catch (UncheckedIOException e) {
              trouble.accept(
                  "what replicas of "
                      + rollout.spec().service()
                      + " write cannot be read: "
                      + e.getMessage());
            } catch (LogFailure e) {
              // Told by the sampler, which meets the same log; it is remarked at the next look.
              return;
            } finally {
              reading.set(false);
            }
          });
    }

    private void read(RolloutState rollout, boolean hold) {
      for (ReplicaState replica : ready(rollout.spec().compared())) {
        known.addAll(errors(replica).keySet());
      }
      for (ReplicaState replica : ready(rollout.spec().candidate())) {
        for (String kind : errors(replica).keySet()) {
          if (!known.contains(kind) && !told.contains(kind) && told.size() < MOST) {
            String words =
                "new in the log of %s: %s (%s; not in what %s wrote lately)"
                    .formatted(
                        rollout.spec().to(),
                        kind,
                        replica.spec().id(),
                        rollout.spec().from().orElse("the serving version"));
            effects.move(
                rollout.spec().id(), new RolloutEvent.Remarked(clock.instant(), words, hold));
            told.add(kind);
          }
        }
      }
    }

    private Map<String, String> errors(ReplicaState replica) {
      return ErrorSignatures.of(runtime.recentOutput(replica.spec().id()));
    }

    private List<ReplicaState> ready(List<TrackSpec> tracks) {
      return tracks.stream()
          .flatMap(track -> ledger.world().replicasOf(track.name()).stream())
          .filter(replica -> replica.status() == ReplicaStatus.READY)
          .toList();
    }
  }
}
