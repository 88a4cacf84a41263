package dev.curtain.server.document;

import dev.curtain.model.Relation;
import dev.curtain.model.Service;
import dev.curtain.rollout.DependencyOrder;
import dev.curtain.rollout.Manner;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.SetPlanner;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What would be begun from what a file shows, as if it ran. Pure. */
final class ProposedRollouts {
  private ProposedRollouts() {}

  static List<RolloutSpec> of(
      List<SetPlanner.Member> members, Manner manner, List<Relation> relations) throws PlanRefused {
    if (manner == Manner.ALONE) {
      List<RolloutSpec> alone = new ArrayList<>();
      for (SetPlanner.Member member : members) {
        alone.add(
            Planner.plan(
                member.rollout(),
                member.service(),
                member.stable(),
                member.from(),
                member.to(),
                Optional.empty(),
                Pace.REAL));
      }
      return alone;
    }
    List<SetPlanner.Member> ordered = members;
    if (manner == Manner.IN_ORDER) {
      List<String> order =
          DependencyOrder.of(
              members.stream().map(member -> member.service().element()).toList(), relations);
      ordered =
          members.stream()
              .sorted(Comparator.comparingInt(member -> order.indexOf(member.service().element())))
              .toList();
    }
    return SetPlanner.plan("set", ordered, manner == Manner.IN_ORDER, Optional.empty(), Pace.REAL);
  }

  static SetPlanner.Member member(Service service, String to) {
    String version = service.version().orElse(TrackSpec.UNVERSIONED);
    return new SetPlanner.Member(
        "plan " + service.element(),
        service,
        Planner.tracks(service, service.placements(), version, "0"),
        service.version(),
        to);
  }
}
