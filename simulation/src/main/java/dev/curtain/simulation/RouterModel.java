package dev.curtain.simulation;

import java.util.function.Consumer;

/**
 * The router and the way to it. It serves its last table whatever becomes of the controller; a
 * message may be lost or come late, and so may the answer.
 */
final class RouterModel {
  private static final long LATEST = 60_000;

  private final World world;
  private Table inForce = Table.NONE;

  RouterModel(World world) {
    this.world = world;
  }

  /**
   * What the router says to a table.
   *
   * @param stale it has a later one
   * @param counts of the moment at which it answered
   */
  record Answer(boolean stale, long epoch, Users.Counts counts) {}

  Table inForce() {
    return inForce;
  }

  /** Sends a table; {@code then} may never be called. */
  void send(Table table, Consumer<Answer> then) {
    world.fact(new Fact.Sent(table));
    if (!world.chance().once(world.hazards().lost())) {
      world.agenda().in(onTheWay(), () -> arrive(table, then));
    }
  }

  private void arrive(Table table, Consumer<Answer> then) {
    boolean stale = table.epoch() < inForce.epoch();
    if (table.epoch() > inForce.epoch()) {
      world.users().serve();
      Table before = inForce;
      inForce = table;
      before
          .backends()
          .forEach((track, some) -> {
            if (before.weight(track) > 0) {
              some.stream().filter(id -> !table.uses(id)).forEach(world.hosts()::left);
            }
          });
      world.fact(new Fact.InForce(table, before));
    }
    Answer answer = new Answer(stale, inForce.epoch(), world.users().counts());
    if (!world.chance().once(world.hazards().lost())) {
      world.agenda().in(onTheWay(), () -> then.accept(answer));
    }
  }

  private long onTheWay() {
    return world.chance().once(world.hazards().late())
        ? world.chance().between(100, LATEST)
        : world.chance().between(1, 5);
  }
}
