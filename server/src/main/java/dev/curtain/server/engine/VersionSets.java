package dev.curtain.server.engine;

import dev.curtain.model.ModelReader;
import dev.curtain.model.Relation;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.DependencyOrder;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.SetPlanner;
import dev.curtain.rollout.VersionSet;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several services that move as one: in one route table, or one after the other; or none does. */
public final class VersionSets {
  private final Engine engine;
  private final Ledger ledger;
  private final Effects effects;
  private final InstantSource clock;

  VersionSets(Engine engine, Ledger ledger, Effects effects, InstantSource clock) {
    this.engine = engine;
    this.ledger = ledger;
    this.effects = effects;
    this.clock = clock;
  }

  /**
   * Begins to move services to versions that belong together.
   *
   * @param versions by service
   * @param inOrder one after the other, whoever is depended on first; otherwise in one route table
   * @param strategy by its label, instead of the models'
   * @return the id of the set
   * @throws Refused if a service is not known or is being changed; then nothing has begun
   * @throws PlanRefused if there is no way from here to there for all of them
   */
  public VersionSet deploy(Map<String, String> versions, boolean inOrder, Optional<String> strategy)
      throws Refused, PlanRefused {
    List<String> order = order(versions, inOrder);
    Instant now = clock.instant();
    VersionSet set;
    synchronized (ledger) {
      List<RolloutSpec> specs = planned(ledger.world(), order, versions, inOrder, strategy);
      set = specs.getFirst().set().orElseThrow();
      ledger.append(specs.stream().map(spec -> new Entry.Planned(now, spec)).toArray(Entry[]::new));
    }
    set.rollouts().forEach(id -> effects.move(id, new RolloutEvent.Begun(now)));
    return set;
  }

  /**
   * What {@link #deploy} would begin, in its order; begins nothing.
   *
   * @throws Refused as {@link #deploy} would be
   * @throws PlanRefused likewise
   */
  public List<RolloutSpec> preview(
      Map<String, String> versions, boolean inOrder, Optional<String> strategy)
      throws Refused, PlanRefused {
    return planned(ledger.world(), order(versions, inOrder), versions, inOrder, strategy);
  }

  private List<RolloutSpec> planned(
      World world,
      List<String> order,
      Map<String, String> versions,
      boolean inOrder,
      Optional<String> strategy)
      throws Refused, PlanRefused {
    List<SetPlanner.Member> members = new ArrayList<>();
    for (String service : order) {
      members.add(member(world, service, versions.getOrDefault(service, "")));
    }
    Optional<Strategy> chosen =
        strategy.flatMap(
            label -> KnownStrategies.named(members.getFirst().service(), label.strip()));
    if (strategy.isPresent() && chosen.isEmpty()) {
      throw new PlanRefused(
          "strategy: " + strategy.get() + " (expected: " + KnownStrategies.NAMES + ")");
    }
    return SetPlanner.plan(idFor(world), members, inOrder, chosen, engine.pace());
  }

  private SetPlanner.Member member(World world, String service, String version) throws Refused {
    Service model = engine.known(service);
    Admission.refuseIfUnderway(world, service);
    ServiceState state = Optional.ofNullable(world.services().get(service)).orElseThrow();
    return new SetPlanner.Member(
        Admission.idFor(world, service, version),
        engine.plans().now(model),
        engine.plans().running(model, state),
        state.version(),
        version);
  }

  /** Relations are the model's, as it was raised. */
  private List<String> order(Map<String, String> versions, boolean inOrder)
      throws Refused, PlanRefused {
    for (String service : versions.keySet()) {
      engine.known(service);
    }
    List<String> services = List.copyOf(versions.keySet());
    if (!inOrder) {
      return services;
    }
    List<Relation> relations =
        ledger
            .world()
            .raised()
            .map(raised -> ModelReader.read(raised.text()).model().relations())
            .orElse(List.of());
    return DependencyOrder.of(services, relations);
  }

  private static String idFor(World world) {
    long there =
        world.rollouts().values().stream()
            .flatMap(rollout -> rollout.spec().set().stream())
            .map(VersionSet::id)
            .distinct()
            .count();
    return "set-" + (there + 1);
  }

  /** The rollouts of a set, in its order; none where there is no such set. */
  public List<RolloutState> members(String id) {
    World world = ledger.world();
    return world.rollouts().values().stream()
        .flatMap(rollout -> rollout.spec().set().stream())
        .filter(set -> set.id().equals(id))
        .findFirst()
        .map(world::membersOf)
        .orElse(List.of());
  }
}
