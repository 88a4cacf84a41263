package dev.curtain.rollout;

import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays the members of a set by hand; what follows from an event is in the same moment. */
final class Ensemble {
  final Map<String, Rehearsing> members = new LinkedHashMap<>();

  /** Routes that were asked for in one moment, by member. */
  final List<List<String>> tables = new ArrayList<>();

  Ensemble(List<RolloutSpec> specs) {
    specs.forEach(spec -> members.put(spec.id(), new Rehearsing(spec)));
  }

  static SetPlanner.Member member(String name, Strategy strategy) {
    Service model = Rehearsing.service(strategy, 2);
    Service service =
        new Service(
            "Shop." + name,
            name,
            model.version(),
            model.placements(),
            model.candidate(),
            model.strategy(),
            model.rollback(),
            model.release(),
            model.launch(),
            model.configurations());
    return new SetPlanner.Member(
        name,
        service,
        Planner.tracks(service, service.placements(), "v1", "0"),
        Optional.of("v1"),
        "v2");
  }

  Rehearsing get(String id) {
    return Optional.ofNullable(members.get(id)).orElseThrow();
  }

  void happen(String id, RolloutEvent event) {
    Map<String, RolloutEvent> due = Map.of(id, event);
    List<String> routed = new ArrayList<>();
    while (!due.isEmpty()) {
      due.forEach((member, each) -> {
        Rehearsing play = get(member);
        long before = play.routes;
        play.happen(each);
        if (play.routes > before) {
          routed.add(member);
        }
      });
      due = Unison.follows(event.at(), members.values().stream().map(play -> play.state).toList());
    }
    if (!routed.isEmpty()) {
      tables.add(routed);
    }
  }

  Ensemble begin() {
    List.copyOf(members.keySet())
        .forEach(id -> happen(id, new RolloutEvent.Begun(Rehearsing.START)));
    return this;
  }

  /** Answers what a member asked for; healthy measurements where it waits for them. */
  void step(String id) {
    Rehearsing play = get(id);
    if (!play.open.isEmpty()) {
      happen(id, play.answered(play.open.removeFirst()));
    } else {
      happen(id, play.measured(200, 0, 0));
    }
  }

  void healthyTo(Phase phase, String... ids) {
    for (int i = 0; i < 20_000; i++) {
      boolean moved = false;
      for (String id : ids) {
        if (get(id).state.phase() != phase && !get(id).state.phase().ended()) {
          step(id);
          moved = true;
        }
      }
      if (!moved) {
        return;
      }
    }
  }
}
