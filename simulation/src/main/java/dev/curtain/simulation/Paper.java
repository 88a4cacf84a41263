package dev.curtain.simulation;

import dev.curtain.model.Service;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Words;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One rollout on paper: the same world without bad luck, with as many users and as much time as one
 * likes. What happens in it is the plan's, the judge's and the versions' own doing.
 */
public final class Paper {
  /** The world is looked at this often at most, however long it goes on. */
  private static final long BEATS = 200_000;

  private static final long SHORTEST_BEAT = 1_000;
  private static final long LONGEST_BEAT = 10_000;
  private static final long LONGEST_REQUEST = 1_000;

  private Paper() {}

  /**
   * @param behaviours by version; those that are not named are {@link Behaviour#SOUND}
   * @param requestsPerSecond of all users of the service
   * @param horizon how long the world goes on, the rollout included
   */
  public record Order(
      Service service,
      String version,
      Map<String, Behaviour> behaviours,
      double requestsPerSecond,
      long users,
      Duration horizon,
      long seed) {
    public Order {
      behaviours = Map.copyOf(behaviours);
    }
  }

  /** From here on the rollout is in this phase with this share of the traffic, per cent. */
  public record Moment(long atMillis, Phase phase, double share, List<String> notes) {
    public Moment {
      notes = List.copyOf(notes);
    }
  }

  /** Requests that a version was given, and how many of them failed. */
  public record Served(long requests, long failed) {}

  /**
   * What would have happened.
   *
   * @param rollout as it stands at the horizon
   * @param users distinct ones that met the new version while the rollout went on
   * @param versions by version, over the whole horizon
   * @param unserved requests that came when nobody was ready
   */
  public record Report(
      RolloutState rollout,
      long users,
      List<Moment> moments,
      Map<String, Served> versions,
      long unserved) {
    public Report {
      moments = List.copyOf(moments);
      versions = Map.copyOf(versions);
    }

    public long requests() {
      return unserved + versions.values().stream().mapToLong(Served::requests).sum();
    }

    public long failed() {
      return unserved + versions.values().stream().mapToLong(Served::failed).sum();
    }
  }

  /** Plays it; the same order gives the same report. */
  public static Report play(Order order) throws PlanRefused {
    long horizon = order.horizon().toMillis();
    Scenario scenario =
        new Scenario(
            order.service(),
            List.of(order.version()),
            order.behaviours(),
            Hazards.NONE,
            Pace.REAL,
            order.requestsPerSecond(),
            Math.clamp(horizon / BEATS, SHORTEST_BEAT, LONGEST_BEAT),
            LONGEST_REQUEST);
    Witness witness = new Witness();
    Parts parts = new Parts(RolloutMachine::apply, Controller::new, () -> List.of(witness));
    World world = new World(order.seed(), scenario, parts, false);
    world.deployAndRun(order.version(), horizon);
    witness.end(horizon);
    RolloutState rollout = world.durable().latest();
    if (rollout == null) {
      throw new PlanRefused(
          order.service().element()
              + ": the serving version does not become ready within "
              + Words.duration(order.horizon())
              + ", so nothing can be rolled out beside it");
    }
    return new Report(
        rollout,
        witness.users(order.users(), order.requestsPerSecond(), new Chance(~order.seed())),
        witness.moments(),
        world.served(),
        world.users().unrouted());
  }
}
