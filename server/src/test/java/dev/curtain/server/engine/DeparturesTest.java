package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may be taken away. */
class DeparturesTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final TrackSpec TRACK = new TrackSpec("t", "Shop.API", "v1", "P/Here", 2, 100);

  private static World world(ReplicaStatus... replicas) {
    World world =
        World.EMPTY
            .after(new Entry.Declared(NOW, "Shop.API", Optional.of("v1"), List.of(TRACK)))
            .after(new Entry.Wanted(NOW, "Shop.API", Map.of("t", 1)));
    for (int i = 0; i < replicas.length; i++) {
      ReplicaSpec spec =
          new ReplicaSpec(
              "r" + i, "Shop.API", "v1", "P/Here", 1, Optional.empty(), Optional.empty(), Map.of());
      world =
          world
              .after(new Entry.ReplicaPlanned(NOW, "t", spec))
              .after(new Entry.ReplicaIs(NOW, "Shop.API", "r" + i, replicas[i], ""));
    }
    return world;
  }

  private static ReplicaState replica(World world, String id) {
    return Optional.ofNullable(world.replicas().get(id)).orElseThrow();
  }

  @Test
  void theLastThatCanAnswerStaysUntilAnotherCan() {
    World two = world(ReplicaStatus.READY, ReplicaStatus.READY);
    Departures departures = new Departures(two);
    assertThat(departures.mayLeave(replica(two, "r1"))).isTrue();
    assertThat(departures.mayLeave(replica(two, "r0"))).as("the other one is leaving").isFalse();
    World starting = world(ReplicaStatus.READY, ReplicaStatus.PLANNED);
    assertThat(new Departures(starting).mayLeave(replica(starting, "r0"))).isFalse();
    assertThat(new Departures(starting).mayLeave(replica(starting, "r1"))).isTrue();
  }

  @Test
  void whereNobodyIsWantedTheLastOneGoesToo() {
    World none =
        world(ReplicaStatus.READY).after(new Entry.Wanted(NOW, "Shop.API", Map.of("t", 0)));
    assertThat(new Departures(none).mayLeave(replica(none, "r0"))).isTrue();
  }
}
