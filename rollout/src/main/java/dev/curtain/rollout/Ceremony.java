package dev.curtain.rollout;

import dev.curtain.model.Gate;
import dev.curtain.model.Release.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the gates of a model before the steps they are meant for. */
final class Ceremony {
  private Ceremony() {}

  static List<Step> with(Map<Point, List<Gate>> gates, List<Step> steps, Pace pace) {
    List<Step> with = new ArrayList<>();
    add(with, gates, Point.START, pace);
    boolean met = false;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      boolean moves = meets(step);
      if (moves) {
        add(with, gates, met ? Point.EACH : Point.FIRST, pace);
        met = true;
      }
      if (everything(step)) {
        add(with, gates, Point.FULL, pace);
      }
      if (i == steps.size() - 1 && met && takesAway(step)) {
        add(with, gates, Point.END, pace);
      }
      with.add(step);
    }
    return List.copyOf(with);
  }

  private static boolean everything(Step step) {
    return step instanceof Step.Shift shift && shift.share() >= 100
        || step instanceof Step.Advance advance && advance.share() >= 100;
  }

  private static boolean meets(Step step) {
    return Routes.exposes(step) || step instanceof Step.Mirror mirror && mirror.share() > 0;
  }

  private static boolean takesAway(Step step) {
    return step instanceof Step.Scale scale && scale.purpose() == Step.Purpose.RETIRE;
  }

  private static void add(List<Step> steps, Map<Point, List<Gate>> gates, Point point, Pace pace) {
    gates.getOrDefault(point, List.of()).forEach(gate -> steps.add(Planner.gated(gate, pace)));
  }
}
