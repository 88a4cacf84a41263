package dev.curtain.simulation;

import dev.curtain.rollout.Effect;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Transition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Controllers, each broken in one way. */
final class BrokenControllers {
  private BrokenControllers() {}

  /** "A replica that is planned will be ready soon." */
  static final class RoutesToPlanned extends Controller {
    RoutesToPlanned(Site world) {
      super(world);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        boolean fit(Known.Replica replica) {
          return replica.status().alive();
        }
      };
    }
  }

  /** Weights are rounded down. */
  static final class RoundsDown extends Controller {
    RoundsDown(Site world) {
      super(world);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        Table table(long number) {
          Table table = super.table(number);
          Map<String, Integer> weights = new HashMap<>();
          table.weights().forEach((track, weight) -> weights.put(track, weight / 1000 * 999));
          return new Table(
              table.epoch(),
              table.made(),
              table.asked(),
              weights,
              table.groups(),
              table.backends());
        }
      };
    }
  }

  /** "Groups are small." */
  static final class GroupsAsAsked extends Controller {
    GroupsAsAsked(Site world) {
      super(world);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        Map<String, Integer> among(Map<String, Integer> group, List<String> able) {
          return group;
        }
      };
    }
  }

  /** A new controller verifies everything anew before it routes to it. */
  static final class TrustsNobody extends Controller {
    private boolean looked;

    TrustsNobody(Site world) {
      super(world);
    }

    @Override
    void begin() {
      super.begin();
      later(5_000, () -> looked = true);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        boolean fit(Known.Replica replica) {
          return looked && super.fit(replica);
        }
      };
    }
  }

  /** "Tables are not urgent." */
  static final class CollectsTables extends Controller {
    CollectsTables(Site world) {
      super(world);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        void publish(Consumer<Users.Counts> then) {
          later(10_000, () -> super.publish(then));
        }
      };
    }
  }

  /** "One thing at a time." */
  static final class RefusesWhileBusy extends Controller {
    RefusesWhileBusy(Site world) {
      super(world);
    }

    @Override
    boolean refused(RolloutState rollout, RolloutEvent.Command command, String who, String why) {
      return !rollout.pending().isEmpty() || super.refused(rollout, command, who, why);
    }
  }

  /** "The port is needed." */
  static final class StopsWithoutDraining extends Controller {
    StopsWithoutDraining(Site world) {
      super(world);
    }

    @Override
    Fleet fleet() {
      return new Fleet(this) {
        @Override
        void drain(Known.Replica replica) {
          stop(replica);
        }
      };
    }
  }

  /** Out of the table is enough. */
  static final class StopsOnceOut extends Controller {
    StopsOnceOut(Site world) {
      super(world);
    }

    @Override
    Fleet fleet() {
      return new Fleet(this) {
        @Override
        void drain(Known.Replica replica) {
          publisher.publish(_ -> stop(replica));
        }
      };
    }
  }

  /** The record is written when there is time. */
  static final class DoesFirst extends Controller {
    DoesFirst(Site world) {
      super(world);
    }

    @Override
    List<Effect> move(String rollout, RolloutEvent event) {
      RolloutState before = known.rollout(rollout);
      if (before != null) {
        Transition transition = world.machine().apply(before, event);
        carryOut(rollout, transition.effects());
        if (before.equals(known.rollout(rollout))) {
          super.move(rollout, event);
        }
      }
      return List.of();
    }
  }

  /** "Measurements fill up the disk." */
  static final class KeepsMeasurementsInMemory extends Controller {
    KeepsMeasurementsInMemory(Site world) {
      super(world);
    }

    @Override
    List<Effect> move(String rollout, RolloutEvent event) {
      RolloutState before = known.rollout(rollout);
      if (before != null && event instanceof RolloutEvent.Measured) {
        Transition transition = world.machine().apply(before, event);
        if (transition.effects().isEmpty()) {
          known.moved(before, transition.state());
          return List.of();
        }
      }
      return super.move(rollout, event);
    }
  }

  /** "What was being started is started again." */
  static final class StartsAgain extends Controller {
    StartsAgain(Site world) {
      super(world);
    }

    @Override
    void begin() {
      super.begin();
      for (Known.Replica replica : known.replicasNow()) {
        if (replica.status() == Line.Status.PLANNED) {
          write(new Line.ReplicaPlanned(replica.id() + "-again", replica.track()));
        }
      }
    }
  }

  /** Goes on counting where the router is. */
  static final class CountsFromTheRouter extends Controller {
    CountsFromTheRouter(Site world) {
      super(world);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        long firstEpoch(long seq, long inForce) {
          return inForce;
        }
      };
    }
  }

  /** "The newest request wins." */
  static final class BeginsAnyway extends Controller {
    BeginsAnyway(Site world) {
      super(world);
    }

    @Override
    boolean free() {
      return true;
    }
  }

  /** An effect is carried out, however long ago it was given up. */
  static final class WantsTooLate extends Controller {
    WantsTooLate(Site world) {
      super(world);
    }

    @Override
    boolean wanted(RolloutState rollout, Effect effect) {
      return true;
    }
  }

  /** What was under way when the last controller ended is forgotten. */
  static final class ForgetsEffects extends Controller {
    ForgetsEffects(Site world) {
      super(world);
    }

    @Override
    void resume(RolloutState rollout) {
      if (rollout.phase() == Phase.PLANNED || rollout.pending().isEmpty()) {
        super.resume(rollout);
      }
    }
  }

  /** A rollout that was planned and not begun has nothing to resume. */
  static final class ForgetsToBegin extends Controller {
    ForgetsToBegin(Site world) {
      super(world);
    }

    @Override
    void resume(RolloutState rollout) {
      if (rollout.phase() != Phase.PLANNED) {
        super.resume(rollout);
      }
    }
  }

  /** "The clock is right." */
  static final class BelievesItsClock extends Controller {
    BelievesItsClock(Site world) {
      super(world);
    }

    @Override
    Optional<RolloutEvent> watchClock() {
      return Optional.empty();
    }
  }

  /** A controller that was away says nothing of it. */
  static final class WasNeverAway extends Controller {
    WasNeverAway(Site world) {
      super(world);
    }

    @Override
    void resume(RolloutState rollout) {
      carryOut(rollout.spec().id(), List.copyOf(rollout.pending().values()));
    }
  }

  /** The last replica goes, if it is not wanted. */
  static final class TakesTheLast extends Controller {
    TakesTheLast(Site world) {
      super(world);
    }

    @Override
    Fleet fleet() {
      return new Fleet(this) {
        @Override
        boolean lastOfAll() {
          return false;
        }
      };
    }
  }

  /** "It is to go, so it is not there any more." */
  static final class WhoeverGoesIsGone extends Controller {
    WhoeverGoesIsGone(Site world) {
      super(world);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        boolean lastResort(Known.Replica replica) {
          return false;
        }
      };
    }
  }

  /** Whoever is out of the table stays out of it. */
  static final class DoesNotLookBack extends Controller {
    DoesNotLookBack(Site world) {
      super(world);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        boolean recalled(String replica) {
          return false;
        }
      };
    }
  }

  /** "First things first": what happened is written down, and then the clock is looked at. */
  static final class LooksAtItsClockAfterwards extends Controller {
    private Optional<RolloutEvent> noticed = Optional.empty();

    LooksAtItsClockAfterwards(Site world) {
      super(world);
    }

    @Override
    Optional<RolloutEvent> watchClock() {
      Optional<RolloutEvent> before = noticed;
      noticed = super.watchClock();
      return before;
    }
  }
}
