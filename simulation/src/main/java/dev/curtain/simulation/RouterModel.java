package dev.curtain.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The router and the way to it. It serves its last tables whatever becomes of the controller; a
 * message may be lost or come late, and so may the answer.
 */
final class RouterModel {
  private static final long LATEST = 60_000;

  private final World world;
  private final Map<Site, Table> inForce = new LinkedHashMap<>();
  private long epoch;

  RouterModel(World world) {
    this.world = world;
  }

  /**
   * What the router says to tables.
   *
   * @param stale it has later ones
   * @param all counts of the moment at which it answered, by service
   */
  record Answer(boolean stale, Map<Site, Users.Counts> all) {
    Users.Counts counts(Site service) {
      return Optional.ofNullable(all.get(service)).orElseThrow();
    }
  }

  Table inForce(Site service) {
    return inForce.getOrDefault(service, Table.NONE);
  }

  /**
   * Sends the tables of all services; {@code then} may never be called.
   *
   * @param number the epoch of all of them
   */
  void send(long number, Map<Site, Table> tables, Consumer<Answer> then) {
    tables.forEach((service, table) -> service.fact(new Fact.Sent(table)));
    if (!world.chance().once(world.hazards().lost())) {
      world.agenda().in(onTheWay(), () -> arrive(number, tables, then));
    }
  }

  private void arrive(long number, Map<Site, Table> tables, Consumer<Answer> then) {
    boolean stale = number < epoch;
    if (number > epoch) {
      epoch = number;
      tables.forEach(this::adopt);
    }
    Map<Site, Users.Counts> counts = new LinkedHashMap<>();
    tables.keySet().forEach(service -> counts.put(service, service.users().counts()));
    if (!world.chance().once(world.hazards().lost())) {
      world.agenda().in(onTheWay(), () -> then.accept(new Answer(stale, counts)));
    }
  }

  private void adopt(Site service, Table table) {
    service.users().serve();
    Table before = inForce(service);
    inForce.put(service, table);
    before
        .backends()
        .forEach((track, some) -> {
          if (before.weight(track) > 0) {
            some.stream().filter(id -> !table.uses(id)).forEach(service.hosts()::left);
          }
        });
    service.fact(new Fact.InForce(table, before));
  }

  private long onTheWay() {
    return world.chance().once(world.hazards().late())
        ? world.chance().between(100, LATEST)
        : world.chance().between(1, 5);
  }
}
