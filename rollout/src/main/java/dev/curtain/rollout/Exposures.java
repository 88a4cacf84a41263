package dev.curtain.rollout;

import dev.curtain.model.Audience;
import dev.curtain.model.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plans of the strategies that choose who meets the new version, or take it away meanwhile. */
final class Exposures {
  private final Pieces pieces;
  private final List<Step> steps = new ArrayList<>();

  Exposures(Pieces pieces) {
    this.pieces = pieces;
  }

  /**
   * {@snippet lang=text :
   * close ├── stop the old ── start the new ──┤ open ├── watch ──┤
   *       └───────────── downtime ────────────┘
   * }
   */
  List<Step> recreate(Strategy.Recreate recreate) {
    steps.add(pieces.baseline());
    steps.add(new Step.Close(recreate.downtime()));
    steps.add(pieces.retire());
    steps.add(pieces.provision(Planner.sized(pieces.candidate(), 100)));
    steps.add(new Step.Shift(100));
    steps.add(pieces.watch(pieces.watched(100), false));
    return List.copyOf(steps);
  }

  /**
   * Copies first, answers compared; then a strategy that lets users in, or nothing.
   *
   * @param then steps of what follows; empty: the comparison is the result
   */
  List<Step> shadow(Strategy.Shadow shadow, List<Step> then) {
    steps.add(pieces.baseline());
    steps.add(pieces.provision(Planner.sized(pieces.candidate(), shadow.share())));
    steps.add(new Step.Mirror(shadow.share(), shadow.unsafeMethods(), shadow.compareBodies()));
    steps.add(pieces.watch(shadow.lasting(), true));
    if (then.isEmpty()) {
      steps.add(new Step.Mirror(0, false, false));
    } else {
      then.stream().filter(step -> !(step instanceof Step.Baseline)).forEach(steps::add);
    }
    return List.copyOf(steps);
  }

  List<Step> ab(Strategy.Ab ab) {
    steps.add(pieces.baseline());
    boolean everybody = ab.audiences().isEmpty();
    steps.add(pieces.provision(Planner.sized(pieces.candidate(), everybody ? ab.share() : 100)));
    steps.add(
        new Step.Open(
            everybody ? "everybody" : names(ab.audiences()),
            ab.audiences(),
            ab.share(),
            everybody ? ab.share() : 0));
    steps.add(
        new Step.Trial(
            ab.share(),
            pieces.pace().watch(ab.lasting()),
            ab.minimumUsers(),
            ab.alpha(),
            ab.reported()));
    steps.add(pieces.provision(Planner.sized(pieces.candidate(), 100)));
    steps.add(new Step.Shift(100));
    steps.add(pieces.soak());
    steps.add(pieces.retire());
    return List.copyOf(steps);
  }

  /** How many users a named group has nobody knows: the new version is at full size throughout. */
  List<Step> ring(Strategy.Ring ring) {
    steps.add(pieces.baseline());
    steps.add(pieces.provision(Planner.sized(pieces.candidate(), 100)));
    List<Audience> inside = new ArrayList<>();
    double share = 0;
    for (int i = 0; i < ring.rings().size(); i++) {
      Strategy.Circle circle = ring.rings().get(i);
      Duration soak = circle.soak().orElse(pieces.watch());
      circle.gates().forEach(gate -> steps.add(Planner.gated(gate, pieces.pace())));
      share = Math.max(share, circle.share());
      if (share >= 100) {
        steps.add(new Step.Shift(100));
      } else {
        if (!circle.audience().conditions().isEmpty()) {
          inside.add(circle.audience());
        }
        steps.add(new Step.Open(circle.audience().name(), List.copyOf(inside), 100, share));
        // Before everybody gets it, enough has to speak for it.
        steps.add(pieces.watch(soak, i + 2 == ring.rings().size()));
      }
    }
    steps.add(pieces.soak());
    steps.add(pieces.retire());
    return List.copyOf(steps);
  }

  /** Back to a version that was good a short while ago: nothing is asked, much is watched. */
  List<Step> comeBack() {
    Map<String, Integer> full = Planner.sized(pieces.candidate(), 100);
    steps.add(pieces.provision(full));
    steps.add(new Step.Shift(100));
    steps.add(pieces.soak());
    steps.add(pieces.retire());
    return List.copyOf(steps);
  }

  private static String names(List<Audience> audiences) {
    return String.join(", ", audiences.stream().map(Audience::name).toList());
  }
}
