package dev.curtain.simulation.invariant;

import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Hosts;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Known;
import dev.curtain.simulation.Line;
import dev.curtain.simulation.Sight;
import dev.curtain.simulation.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Promises 4 and 8: a table never takes everything from users while somebody could serve, and the
 * last who can is not let go.
 */
public final class SomebodyServes implements Invariant {
  /** Nobody knows at once that a replica has fallen. */
  private static final long UNNOTICED = 2_000;

  private final Map<String, Long> readySince = new LinkedHashMap<>();
  private long lastFall = -UNNOTICED;

  @Override
  public String promise() {
    return "a table never leaves requests without anybody while a replica that was ready lives, and"
        + " the last that is ready is not let go";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      Optional<String> nobody = Optional.empty();
      if (fact instanceof Fact.Fell) {
        lastFall = world.now();
      } else if (fact instanceof Fact.Written written
          && written.line() instanceof Line.ReplicaIs is) {
        nobody = noted(world, is);
      } else if (fact instanceof Fact.InForce force) {
        nobody = left(world, force.table());
      }
      if (nobody.isPresent()) {
        return nobody;
      }
    }
    return Optional.empty();
  }

  private Optional<String> noted(Sight world, Line.ReplicaIs is) {
    if (is.status() == Line.Status.READY) {
      readySince.put(is.id(), world.now());
    }
    boolean going = is.status() == Line.Status.DRAINING && readySince.containsKey(is.id());
    if (!going || world.durable().division().closed() || world.now() - lastFall <= UNNOTICED) {
      return Optional.empty();
    }
    for (Known.Replica replica : world.durable().replicas()) {
      if (replica.status() == Line.Status.READY && lives(world, replica.id())) {
        return Optional.empty();
      }
    }
    return Optional.of(is.id() + " is let go, and nobody else is ready");
  }

  private Optional<String> left(Sight world, Table table) {
    if (!table.backends().isEmpty() || table.closed()) {
      return Optional.empty();
    }
    return readySince.entrySet().stream()
        .filter(ready -> ready.getValue() < table.made() && lives(world, ready.getKey()))
        .findFirst()
        .map(ready -> "table " + table.epoch() + " is empty, " + ready.getKey() + " lives");
  }

  private static boolean lives(Sight world, String replica) {
    Hosts.Host host = world.hosts().host(replica);
    return host != null && host.running();
  }
}
