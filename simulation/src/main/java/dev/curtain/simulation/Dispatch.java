package dev.curtain.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps the router at the newest tables, those of all services under one epoch, one message at a
 * time; whoever asked is answered once tables made after the asking are in force.
 */
final class Dispatch {
  private static final long TIMEOUT = 5_000;
  private static final long RETRY = 100;

  private final World world;
  private final List<Controller> controllers;
  private List<Asked> waiting = new ArrayList<>();
  private long epoch;
  private long outstanding;

  private record Asked(Controller by, Consumer<Users.Counts> then) {}

  /**
   * @param controllers of all services; they come and go together
   */
  Dispatch(World world, List<Controller> controllers) {
    this.world = world;
    this.controllers = List.copyOf(controllers);
  }

  /** Begins above whatever a predecessor may still have under way. */
  void begin(long above) {
    epoch = Math.max(epoch, above);
  }

  void publish(Controller by, Consumer<Users.Counts> then) {
    waiting.add(new Asked(by, then));
    if (outstanding == 0) {
      List<Asked> asked = waiting;
      waiting = new ArrayList<>();
      send(asked);
    }
  }

  private void send(List<Asked> asked) {
    long number = ++epoch;
    Map<Site, Table> tables = new LinkedHashMap<>();
    for (Controller each : controllers) {
      tables.put(each.world, each.publisher.table(number));
    }
    outstanding = number;
    world.instruction();
    Controller any = controllers.getFirst();
    world
        .router()
        .send(number, tables, answer -> world.act(any, () -> answered(number, answer, asked)));
    any.later(
        TIMEOUT,
        () -> {
          if (outstanding == number) {
            again(asked);
          }
        });
  }

  private void answered(long number, RouterModel.Answer answer, List<Asked> asked) {
    if (outstanding != number) {
      return;
    }
    if (answer.stale()) {
      again(asked);
      return;
    }
    outstanding = 0;
    if (!waiting.isEmpty()) {
      List<Asked> next = waiting;
      waiting = new ArrayList<>();
      send(next);
    }
    for (Asked each : asked) {
      world.instruction();
      each.then().accept(answer.counts(each.by().world));
    }
  }

  private void again(List<Asked> asked) {
    outstanding = -1;
    controllers.getFirst().later(RETRY, () -> send(asked));
  }
}
