package dev.curtain.simulation;

import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.SetPlanner;
import dev.curtain.rollout.VersionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several services as one, as the engine has it. */
final class Ensembles {
  private Ensembles() {}

  /** Begins to move services together; false where one of them is being moved already. */
  static boolean deploy(List<Controller> members, Wave wave, String id) throws PlanRefused {
    if (!members.stream().allMatch(Controller::free)) {
      return false;
    }
    List<SetPlanner.Member> planned = new ArrayList<>();
    for (Controller member : members) {
      planned.add(
          new SetPlanner.Member(
              "d" + member.world.nextNumber(),
              member.plans.model(),
              member.known.serving(),
              Optional.of(member.known.version()),
              wave.versions().getOrDefault(member.service(), "")));
    }
    List<RolloutSpec> specs =
        SetPlanner.plan(
            id,
            planned,
            wave.inOrder().orElse(false),
            Optional.empty(),
            members.getFirst().world.scenario().pace());
    Site any = members.getFirst().world;
    any.instruction();
    for (int i = 0; i < members.size(); i++) {
      // On record together, or not at all.
      Line line = new Line.Planned(specs.get(i));
      members.get(i).world.write(line);
      members.get(i).known.take(line);
    }
    any.instruction();
    for (int i = 0; i < members.size(); i++) {
      members.get(i).tell(specs.get(i).id(), new RolloutEvent.Begun(any.wall()));
    }
    return true;
  }

  /** The controller that has a rollout, if it is there. */
  static Optional<Controller> of(List<Controller> controllers, String rollout) {
    return controllers.stream().filter(each -> each.known.rollout(rollout) != null).findFirst();
  }

  /** The members of a set as their controllers know them, in its order. */
  static List<RolloutState> members(List<Controller> controllers, VersionSet set) {
    return set.rollouts().stream()
        .flatMap(id ->
            controllers.stream()
                .flatMap(each -> Optional.ofNullable(each.known.rollout(id)).stream()))
        .toList();
  }
}
