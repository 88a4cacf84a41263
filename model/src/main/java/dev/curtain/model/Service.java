package dev.curtain.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element that is deployed: where it runs, at which version, what the file proposes to change
 * and how.
 *
 * @param element path of the element
 * @param version the version that serves at rest; empty where the model names none
 * @param placements where the serving version runs; their shares sum to 100
 * @param candidate another version that the model shows beside the serving one, if any
 * @param strategy how a new version takes over: said outright, or inferred from what the model
 *     shows
 * @param rollback when a candidate is put back by itself; {@link RollbackPolicy#NONE} where the
 *     model is silent
 * @param release soak, gates and the like
 * @param configurations how its versions run
 */
public record Service(
    String element,
    String title,
    Optional<String> version,
    List<Placement> placements,
    Optional<Candidate> candidate,
    Strategy strategy,
    RollbackPolicy rollback,
    Release release,
    Launch launch,
    Configurations configurations) {
  public Service {
    placements = List.copyOf(placements);
  }

  /** A service whose model says nothing about releases beside the strategy. */
  public Service(
      String element,
      String title,
      Optional<String> version,
      List<Placement> placements,
      Optional<Candidate> candidate,
      Strategy strategy,
      RollbackPolicy rollback,
      Launch launch) {
    this(
        element,
        title,
        version,
        placements,
        candidate,
        strategy,
        rollback,
        Release.NONE,
        launch,
        Configurations.NONE);
  }

  /** The same service with other rules for its releases. */
  public Service with(Release other) {
    return new Service(
        element,
        title,
        version,
        placements,
        candidate,
        strategy,
        rollback,
        other,
        launch,
        configurations);
  }

  /** The same service, whose versions run otherwise. */
  public Service with(Configurations other) {
    return new Service(
        element, title, version, placements, candidate, strategy, rollback, release, launch, other);
  }

  /** This service where it is, with what another reading of its model says of how it changes. */
  public Service changingAs(Service other) {
    return new Service(
        element,
        title,
        version,
        placements,
        candidate,
        other.strategy,
        other.rollback,
        other.release,
        launch,
        other.configurations);
  }

  /**
   * One place where a service runs.
   *
   * @param path path of the instance
   * @param node path of the node that holds it
   * @param share per cent of the service's traffic at rest, 0..100
   * @param standby the place is held ready and takes no traffic until a failover
   */
  public record Placement(
      String path,
      String node,
      Optional<String> region,
      int replicas,
      double share,
      boolean standby) {}

  /**
   * A sibling track with another version.
   *
   * @param share per cent of traffic that the text gives it (5 for a 95/5 canary, 0 for the green
   *     of a blue-green)
   */
  public record Candidate(String version, List<Placement> placements, double share) {
    public Candidate {
      placements = List.copyOf(placements);
    }
  }

  /**
   * How a replica is started and reached; keys of the container, overridden by the first instance
   * that serves. What versions run with is in {@link Service#configurations}.
   *
   * @param run command line with {@code {version} {port} {node} {replica}} to fill in
   * @param env variables and their values
   * @param secrets variables and where their values are; never the values
   */
  public record Launch(
      Optional<String> run,
      Optional<String> image,
      Optional<String> health,
      Optional<String> ready,
      Optional<String> host,
      Optional<String> path,
      Map<String, String> env,
      Map<String, String> secrets) {
    public Launch {
      env = Ordered.copyOf(env);
      secrets = Ordered.copyOf(secrets);
    }
  }
}
