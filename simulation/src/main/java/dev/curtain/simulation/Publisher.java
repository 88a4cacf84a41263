package dev.curtain.simulation;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.Epochs;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a service asks of the router, and its part of the tables. */
class Publisher {
  private final Controller controller;
  private final Site world;

  /** Replicas that are to go and were put in a table, since nobody else was ready. */
  private final Set<String> recalled = new LinkedHashSet<>();

  Publisher(Controller controller) {
    this.controller = controller;
    this.world = controller.world;
  }

  /** Begins above whatever a predecessor may still have under way. */
  void begin(long seq, long inForce) {
    world.dispatch().begin(firstEpoch(seq, inForce));
  }

  long firstEpoch(long seq, long inForce) {
    return Epochs.from(seq, inForce);
  }

  /** {@code then} is told once a table of the service as it is now is in force. */
  void publish(Consumer<Users.Counts> then) {
    world.dispatch().publish(controller, then);
  }

  /** Only replicas that were verified ready are in a table. */
  Table table(long number) {
    Division asked = asked();
    if (asked.closed()) {
      return new Table(number, world.now(), asked, Map.of(), List.of(), Map.of());
    }
    Map<String, List<String>> backends = backends(this::fit);
    if (backends.isEmpty()) {
      backends = backends(this::lastResort);
      backends.values().forEach(recalled::addAll);
    }
    List<String> able = elsewhere(List.copyOf(backends.keySet()));
    return new Table(
        number,
        world.now(),
        asked,
        Shares.among(asked.weights(), able, this::versionOf),
        asked.groups().stream().map(group -> among(group.weights(), able)).toList(),
        backends);
  }

  private Map<String, List<String>> backends(Predicate<Known.Replica> fit) {
    Map<String, List<String>> backends = new LinkedHashMap<>();
    for (Known.Replica replica : controller.known.replicas()) {
      if (fit.test(replica)) {
        backends.computeIfAbsent(replica.track(), _ -> new ArrayList<>(2)).add(replica.id());
      }
    }
    return backends;
  }

  /** Without what is left out; where nobody is left elsewhere, nothing is left out. */
  List<String> elsewhere(List<String> able) {
    List<String> elsewhere =
        able.stream()
            .filter(track -> {
              TrackSpec spec = controller.known.track(track);
              return spec == null
                  || controller.known.away().filter(each -> each.leavesOut(spec.node())).isEmpty();
            })
            .toList();
    return elsewhere.isEmpty() ? able : elsewhere;
  }

  /** What a group's tracks without replicas should have is with others. */
  Map<String, Integer> among(Map<String, Integer> group, List<String> able) {
    return Shares.among(group, able, this::versionOf);
  }

  /** The division that is to be in force. */
  Division asked() {
    return controller.known.division();
  }

  /** Whether a replica may be given requests. */
  boolean fit(Known.Replica replica) {
    return replica.status() == Line.Status.READY;
  }

  /** Whether a replica may be given requests where none is ready: it can still answer. */
  boolean lastResort(Known.Replica replica) {
    return replica.status() == Line.Status.DRAINING && replica.verified();
  }

  /** Whether a replica that is to go was put in a table since this was asked last. */
  boolean recalled(String replica) {
    return recalled.remove(replica);
  }

  private String versionOf(String track) {
    TrackSpec spec = controller.known.track(track);
    return spec == null ? "" : spec.version();
  }
}
