package dev.curtain.simulation;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.Epochs;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps the router at the newest table, one message at a time; whoever asked is answered once a
 * table made after the asking is in force.
 */
class Publisher {
  private static final long TIMEOUT = 5_000;
  private static final long RETRY = 100;

  private final Controller controller;
  private final World world;
  private List<Consumer<Users.Counts>> waiting = new ArrayList<>();
  private long epoch;
  private long outstanding;

  Publisher(Controller controller) {
    this.controller = controller;
    this.world = controller.world;
  }

  /** Begins above whatever a predecessor may still have under way. */
  void begin(long seq, long inForce) {
    epoch = firstEpoch(seq, inForce);
  }

  long firstEpoch(long seq, long inForce) {
    return Epochs.from(seq, inForce);
  }

  void publish(Consumer<Users.Counts> then) {
    waiting.add(then);
    if (outstanding == 0) {
      List<Consumer<Users.Counts>> asked = waiting;
      waiting = new ArrayList<>();
      send(asked);
    }
  }

  private void send(List<Consumer<Users.Counts>> asked) {
    Table table = table(++epoch);
    outstanding = table.epoch();
    world.instruction();
    world
        .router()
        .send(table, answer -> world.act(controller, () -> answered(table, answer, asked)));
    controller.later(
        TIMEOUT,
        () -> {
          if (outstanding == table.epoch()) {
            again(asked);
          }
        });
  }

  private void answered(
      Table table, RouterModel.Answer answer, List<Consumer<Users.Counts>> asked) {
    if (outstanding != table.epoch()) {
      return;
    }
    if (answer.stale()) {
      again(asked);
      return;
    }
    outstanding = 0;
    if (!waiting.isEmpty()) {
      List<Consumer<Users.Counts>> next = waiting;
      waiting = new ArrayList<>();
      send(next);
    }
    for (Consumer<Users.Counts> each : asked) {
      world.instruction();
      each.accept(answer.counts());
    }
  }

  private void again(List<Consumer<Users.Counts>> asked) {
    outstanding = -1;
    controller.later(RETRY, () -> send(asked));
  }

  /** Only replicas that were verified ready are in a table. */
  Table table(long number) {
    Known known = controller.known;
    Map<String, List<String>> backends = new LinkedHashMap<>();
    for (Known.Replica replica : known.replicas()) {
      if (fit(replica)) {
        backends.computeIfAbsent(replica.track(), _ -> new ArrayList<>(2)).add(replica.id());
      }
    }
    Division asked = asked();
    if (asked.closed()) {
      return new Table(number, world.now(), asked, Map.of(), List.of(), Map.of());
    }
    List<String> able = List.copyOf(backends.keySet());
    return new Table(
        number,
        world.now(),
        asked,
        Shares.among(asked.weights(), able, this::versionOf),
        asked.groups().stream().map(group -> among(group.weights(), able)).toList(),
        backends);
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

  private String versionOf(String track) {
    TrackSpec spec = controller.known.track(track);
    return spec == null ? "" : spec.version();
  }
}
