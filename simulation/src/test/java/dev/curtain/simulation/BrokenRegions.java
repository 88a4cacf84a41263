package dev.curtain.simulation;

import java.util.List;
import java.util.Map;

/** Controllers that lose a region badly, each in one way. */
final class BrokenRegions {
  private BrokenRegions() {}

  /** "They will grow when the load is there." */
  static final class LeavesBeforeTheyGrow extends Controller {
    LeavesBeforeTheyGrow(Site world) {
      super(world);
    }

    @Override
    Failover failover() {
      return new Failover(this) {
        @Override
        void grow(Away away, Map<String, Integer> growth) {
          write(List.of(new Line.FailedOver(away.at(Away.Stage.AWAY))));
          publisher.publish(_ -> {});
        }
      };
    }
  }

  /** A rollout leaves its own sizes behind, whoever is away. */
  static final class ForgetsWhoIsAway extends Controller {
    ForgetsWhoIsAway(Site world) {
      super(world);
    }

    @Override
    Failover failover() {
      return new Failover(this) {
        @Override
        void keepGrown() {}
      };
    }
  }

  /** "It is ready, so it may serve." */
  static final class RoutesToWhoIsLeftOut extends Controller {
    RoutesToWhoIsLeftOut(Site world) {
      super(world);
    }

    @Override
    Publisher publisher() {
      return new Publisher(this) {
        @Override
        List<String> elsewhere(List<String> able) {
          return able;
        }
      };
    }
  }
}
