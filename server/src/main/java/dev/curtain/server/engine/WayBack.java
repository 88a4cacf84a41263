package dev.curtain.server.engine;

import dev.curtain.rollout.Reconfigured;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.world.World;
import java.util.List;
import java.util.Optional;

/**
 * What a rollback would do now. Pure: nothing is done.
 *
 * @param rollout that would be undone
 * @param from what would be left
 * @param to what would be back; empty: there has been nothing else
 * @param together the services that would go back with it, this one included
 * @param ready replicas of {@code to}, of {@code replicas} at full size
 * @param configuration what would run otherwise
 * @param words in a sentence or two, and what to do where it cannot be
 */
public record WayBack(
    String service,
    How how,
    Optional<String> rollout,
    Optional<String> from,
    Optional<String> to,
    List<String> together,
    int ready,
    int replicas,
    List<Reconfigured> configuration,
    String words) {
  public WayBack {
    together = List.copyOf(together);
    configuration = List.copyOf(configuration);
  }

  /** What kind of thing it would be. */
  public enum How {
    /** One route table. */
    ROUTE,
    /** The rollout itself stops the new version and starts the previous one, with a gap. */
    RESTORE,
    /** No rollback, but a rollout to what was there before. */
    REDEPLOY,
    /** There is no way, or nowhere to go. */
    NONE
  }

  static WayBack of(World world, String service) {
    return world
        .rolloutOf(service)
        .map(rollout -> underway(world, rollout))
        .orElseGet(() -> atRest(world, service));
  }

  private static WayBack underway(World world, RolloutState rollout) {
    RolloutSpec spec = rollout.spec();
    String previous = spec.from().orElse(TrackSpec.UNVERSIONED);
    int ready = spec.stable().stream().mapToInt(track -> world.ready(track.name())).sum();
    int replicas = spec.stable().stream().mapToInt(TrackSpec::replicas).sum();
    List<String> together =
        spec.set()
            .map(set -> world.membersOf(set).stream().map(each -> each.spec().service()).toList())
            .orElse(List.of(spec.service()));
    Optional<String> refusal = RolloutMachine.refusal(rollout, Command.ROLLBACK);
    How how = refusal.isPresent() ? How.NONE : rollout.restorable() ? How.RESTORE : How.ROUTE;
    String words =
        switch (how) {
          case NONE -> refusal.orElseThrow();
          case RESTORE ->
              spec.to()
                  + " would be stopped and "
                  + previous
                  + " started again, with a gap: it is not warm any more";
          case ROUTE ->
              previous
                  + " would get everything by one route table: nothing is started, nobody waits. "
                  + ready
                  + " of its "
                  + replicas
                  + " replicas are ready"
                  + (ready == 0 ? ": until one is, whoever can answer does" : "")
                  + (together.size() > 1
                      ? ". " + String.join(", ", together) + " would go back with it"
                      : "");
          case REDEPLOY -> throw new IllegalStateException("not while it moves");
        };
    return new WayBack(
        spec.service(),
        how,
        Optional.of(spec.id()),
        Optional.of(spec.to()),
        Optional.of(previous),
        together,
        ready,
        replicas,
        spec.goingBack(),
        words);
  }

  private static WayBack atRest(World world, String service) {
    Optional<String> now =
        Optional.ofNullable(world.services().get(service)).flatMap(state -> state.version());
    Optional<Past.Before> before = Past.before(world, service);
    Optional<String> previous = before.map(each -> each.version().orElse(TrackSpec.UNVERSIONED));
    return new WayBack(
        service,
        before.isPresent() ? How.REDEPLOY : How.NONE,
        Optional.empty(),
        now,
        previous,
        List.of(service),
        0,
        before.map(each -> each.tracks().stream().mapToInt(TrackSpec::replicas).sum()).orElse(0),
        before.map(Past.Before::goingBack).orElse(List.of()),
        previous
            .map(version ->
                "no previous version is warm, so there is nothing to route back to. curtain undo "
                    + service
                    + " begins a rollout to "
                    + version)
            .orElse("there has been one version only: there is nothing to go back to"));
  }
}
