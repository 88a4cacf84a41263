package dev.curtain.simulation;

import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Controllers that do not keep a set together, each in one way. */
final class BrokenSets {
  private BrokenSets() {}

  /** "They will be told": what follows for the others is written when there is time. */
  static final class TellsThemLater extends Controller {
    private static final long A_MOMENT = 2_000;

    TellsThemLater(Site world) {
      super(world);
    }

    @Override
    Map<String, RolloutEvent> follows(Instant at, List<RolloutState> members) {
      long wait = 0;
      for (Map.Entry<String, RolloutEvent> due : super.follows(at, members).entrySet()) {
        wait += A_MOMENT;
        later(wait, () -> tellWhoeverHas(due.getKey(), due.getValue()));
      }
      return Map.of();
    }

    private void tellWhoeverHas(String rollout, RolloutEvent event) {
      Ensembles.of(world.controllers(), rollout).ifPresent(each -> each.tell(rollout, event));
    }
  }

  /** "What is good stays": one that goes back goes back alone. */
  static final class EachForItself extends Controller {
    EachForItself(Site world) {
      super(world);
    }

    @Override
    Map<String, RolloutEvent> follows(Instant at, List<RolloutState> members) {
      Map<String, RolloutEvent> due = new LinkedHashMap<>();
      for (RolloutState member : members) {
        if (member.currentStep().orElse(null) instanceof Step.Await && !member.held()) {
          due.put(member.spec().id(), new RolloutEvent.Met(at));
        }
      }
      return due;
    }
  }

  /** "It will be there by then." */
  static final class NobodyWaitsForItsTurn extends Controller {
    NobodyWaitsForItsTurn(Site world) {
      super(world);
    }

    @Override
    Map<String, RolloutEvent> follows(Instant at, List<RolloutState> members) {
      Map<String, RolloutEvent> due = new LinkedHashMap<>(super.follows(at, members));
      for (RolloutState member : members) {
        if (member.currentStep().orElse(null) instanceof Step.Await await
            && await.meeting() == Step.Await.TURN
            && member.conclusion().isEmpty()) {
          due.put(member.spec().id(), new RolloutEvent.Met(at));
        }
      }
      return due;
    }
  }
}
