package dev.curtain.simulation;

import dev.curtain.model.Ordered;
import dev.curtain.model.Region;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Policies;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One rollout on paper, or a set of them: the same world without bad luck, with as many users and
 * as much time as one likes. What happens in it is the plan's, the judge's and the versions' own
 * doing.
 */
public final class Paper {
  /** The world is looked at this often at most, however long it goes on. */
  private static final long BEATS = 200_000;

  private static final long SHORTEST_BEAT = 1_000;
  private static final long LONGEST_BEAT = 10_000;
  private static final long LONGEST_REQUEST = 1_000;

  private Paper() {}

  /** The router lets nobody wait longer than this at a closed service. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /**
   * What a plan asks of people and of the rest of the world.
   *
   * @param from when the rollout is asked for: deployment windows go by it
   * @param answerAfter how long people take to open a gate that is theirs
   * @param groups part of all users, 0..1, that is in a named group
   * @param ungiven part of all users in a group that is not in {@code groups}
   * @param conversions share of users who convert, 0..1, by version
   * @param unknown the same of versions that are not in {@code conversions}
   * @param policies evaluates policy gates
   * @param regions of the service
   */
  public record Circumstances(
      Instant from,
      Duration answerAfter,
      Map<String, Double> groups,
      double ungiven,
      Map<String, Double> conversions,
      double unknown,
      Policies policies,
      List<Region> regions) {
    public Circumstances {
      groups = Ordered.copyOf(groups);
      conversions = Ordered.copyOf(conversions);
      regions = List.copyOf(regions);
    }

    private Surroundings of(Order order) {
      return new Surroundings(
          from,
          new PaperDoors(policies, regions),
          Optional.of(answerAfter),
          groups,
          ungiven,
          new Conversions(order.users(), conversions, unknown),
          longestWait(order.service().strategy()),
          Duration.ZERO);
    }

    private static Duration longestWait(Strategy strategy) {
      if (!(strategy instanceof Strategy.Recreate recreate)) {
        return Duration.ZERO;
      }
      Duration declared = recreate.downtime();
      return declared.compareTo(LONGEST_WAIT) < 0 ? declared : LONGEST_WAIT;
    }
  }

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
      Circumstances circumstances,
      long seed) {
    public Order {
      behaviours = Ordered.copyOf(behaviours);
    }
  }

  /**
   * From here on the rollout is in this phase with this share of the traffic, per cent.
   *
   * @param doing in words
   */
  public record Moment(long atMillis, Phase phase, double share, String doing, List<String> notes) {
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
   * @param met requests that the new version was given while the rollout went on
   * @param users distinct ones that met it then
   * @param versions by version, over the whole horizon
   * @param unserved requests that came when nobody was ready, or waited too long at a closed door
   * @param held requests that came while the service was closed, and waited
   * @param copies requests that were copied to the new version, and how many of the copies failed
   */
  public record Report(
      RolloutState rollout,
      long met,
      long users,
      List<Moment> moments,
      Map<String, Served> versions,
      long unserved,
      long held,
      Served copies) {
    public Report {
      moments = List.copyOf(moments);
      versions = Ordered.copyOf(versions);
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
    return play(List.of(order), Wave.of(order.service().element(), order.version())).getFirst();
  }

  /**
   * Plays several as a set, in one world: all of them take over or none does.
   *
   * @param members whoever is depended on first; the first one's horizon and seed are those of all
   * @param inOrder one after the other; otherwise all change over in one route table
   * @return a report for each, in their order
   */
  public static List<Report> play(List<Order> members, boolean inOrder) throws PlanRefused {
    Map<String, String> versions = new LinkedHashMap<>();
    members.forEach(member -> versions.put(member.service().element(), member.version()));
    return play(members, new Wave(versions, Optional.of(inOrder)));
  }

  private static List<Report> play(List<Order> orders, Wave wave) throws PlanRefused {
    Order first = orders.getFirst();
    long horizon = first.horizon().toMillis();
    List<Witness> witnesses = new ArrayList<>();
    Parts parts = new Parts(RolloutMachine::apply, Controller::new, () -> List.of(next(witnesses)));
    List<Scenario> scenarios = orders.stream().map(order -> scenario(order, horizon)).toList();
    World world = new World(first.seed(), new Cast(scenarios, List.of(wave)), parts, false);
    world.deployAndRun(wave, horizon);
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      Witness witness = witnesses.get(i);
      witness.end(horizon);
      reports.add(report(orders.get(i), world.sites().get(i), witness));
    }
    return reports;
  }

  /** One for each service, in their order. */
  private static Witness next(List<Witness> witnesses) {
    Witness witness = new Witness();
    witnesses.add(witness);
    return witness;
  }

  private static Scenario scenario(Order order, long horizon) {
    return new Scenario(
        order.service(),
        order.behaviours(),
        Hazards.NONE,
        Pace.REAL,
        order.requestsPerSecond(),
        Math.clamp(horizon / BEATS, SHORTEST_BEAT, LONGEST_BEAT),
        LONGEST_REQUEST,
        order.circumstances().of(order));
  }

  private static Report report(Order order, Site site, Witness witness) throws PlanRefused {
    RolloutState rollout = site.durable().latest();
    if (rollout == null) {
      throw new PlanRefused(
          order.service().element()
              + ": the serving version does not become ready within "
              + Words.duration(order.horizon())
              + ", so nothing can be rolled out beside it");
    }
    return new Report(
        rollout,
        witness.requests(),
        // Users are drawn by themselves: of few requests there may be more than did ask.
        Math.min(
            witness.requests(),
            witness.users(order.users(), order.requestsPerSecond(), new Chance(~order.seed()))),
        witness.moments(),
        site.users().served(site.durable()),
        site.users().unrouted(),
        site.users().held(),
        site.users().copies());
  }
}
