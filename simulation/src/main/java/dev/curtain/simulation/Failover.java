package dev.curtain.simulation;

import dev.curtain.rollout.Growth;
import dev.curtain.rollout.RolloutState;
import dev.curtain.simulation.Away.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves a place's traffic to the others and back, as the engine's failovers do. */
class Failover {
  private static final long GROWN_WITHIN = 900_000;

  final Controller controller;

  Failover(Controller controller) {
    this.controller = controller;
  }

  /** Goes on with what the last controller had begun. */
  void begin() {
    controller
        .known
        .away()
        .ifPresent(away -> {
          if (away.stage() == Stage.PREPARING) {
            grow(away, growth(away.nodes()));
          } else {
            keepGrown();
          }
        });
  }

  /** False where that is refused: nobody else could serve, or something else is going on. */
  boolean leave(String node, boolean atOnce) {
    Known known = controller.known;
    boolean somebody =
        known.serving().stream()
            .anyMatch(track -> !track.node().equals(node) && known.ready(track.name()) > 0);
    boolean moving = known.underway() != null;
    if (known.away().isPresent() || !somebody || moving && !atOnce) {
      return false;
    }
    Away away = new Away(List.of(node), atOnce ? Stage.AWAY : Stage.PREPARING, !atOnce);
    Map<String, Integer> growth = moving ? Map.of() : growth(away.nodes());
    List<Line> lines = new ArrayList<>(List.of(new Line.FailedOver(away)));
    if (!growth.isEmpty()) {
      lines.add(new Line.Wanted(growth));
    }
    controller.write(lines);
    if (atOnce) {
      controller.publisher.publish(_ -> {});
      controller.fleet.signal();
    } else {
      grow(away, growth);
    }
    return true;
  }

  private Map<String, Integer> growth(List<String> lost) {
    Known known = controller.known;
    return Growth.of(
        known.serving(), lost, _ -> Integer.MAX_VALUE, track -> known.wanted(track.name()));
  }

  void grow(Away away, Map<String, Integer> growth) {
    controller.fleet.reach(
        growth,
        GROWN_WITHIN,
        failure -> {
          if (failure.isPresent()) {
            here(away);
          } else {
            controller.write(List.of(new Line.FailedOver(away.at(Stage.AWAY))));
          }
          controller.publisher.publish(_ -> {});
        });
  }

  /** False where that is refused: not everything there is ready. */
  boolean comeBack() {
    Known known = controller.known;
    Optional<Away> away = known.away();
    boolean there =
        away.isPresent()
            && known.serving().stream()
                .filter(track -> away.get().nodes().contains(track.node()))
                .allMatch(track -> known.ready(track.name()) >= track.replicas());
    if (there) {
      here(away.get());
      controller.publisher.publish(_ -> {});
    }
    return there;
  }

  private void here(Away away) {
    List<Line> lines = new ArrayList<>(List.of(new Line.FailedOver(away.at(Stage.HERE))));
    if (controller.known.underway() == null) {
      Map<String, Integer> rest = new LinkedHashMap<>();
      controller.known.serving().forEach(track -> rest.put(track.name(), track.replicas()));
      lines.add(new Line.Wanted(rest));
    }
    controller.write(lines);
    controller.fleet.signal();
  }

  /** A rollout that has ended left its own sizes: the others carry the lost place's traffic. */
  void moved(String rollout) {
    RolloutState state = controller.known.rollout(rollout);
    if (state != null && state.phase().ended()) {
      keepGrown();
    }
  }

  void keepGrown() {
    Known known = controller.known;
    if (known.away().isEmpty() || known.underway() != null) {
      return;
    }
    Map<String, Integer> growth = growth(known.away().get().nodes());
    if (growth.entrySet().stream()
        .anyMatch(each -> known.wanted(each.getKey()) < each.getValue())) {
      controller.write(List.of(new Line.Wanted(growth)));
      controller.fleet.signal();
    }
  }
}
