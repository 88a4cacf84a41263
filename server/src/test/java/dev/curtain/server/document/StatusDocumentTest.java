package dev.curtain.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.TrackSpec;
import dev.curtain.runtime.ReplicaSpec;
import dev.curtain.server.world.Away;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final String PATH = "Shop.API";
  private static final TrackSpec EAST = new TrackSpec("east", PATH, "v1", "P/East", 1, 60);
  private static final TrackSpec WEST = new TrackSpec("west", PATH, "v1", "P/West", 1, 40);

  @Test
  void aRegionThatIsLeftOutHasNoShareAsLongAsSomebodyElsewhereCanAnswer() {
    World both = world().after(planned(EAST)).after(ready(EAST));
    both = both.after(planned(WEST)).after(ready(WEST));
    assertThat(shares(both)).isEqualTo(Map.of("east", 60.0, "west", 40.0));
    assertThat(shares(both.after(left(Away.Stage.PREPARING))))
        .as("the others grow first")
        .isEqualTo(Map.of("east", 60.0, "west", 40.0));
    World away = both.after(left(Away.Stage.AWAY));
    assertThat(shares(away)).isEqualTo(Map.of("east", 0.0, "west", 100.0));
    assertThat(shares(away.after(is(WEST, ReplicaStatus.LOST))))
        .as("nobody is left elsewhere")
        .isEqualTo(Map.of("east", 60.0, "west", 40.0));
    assertThat(shares(away.after(left(Away.Stage.HERE))))
        .isEqualTo(Map.of("east", 60.0, "west", 40.0));
  }

  private static World world() {
    World world = World.EMPTY;
    for (Entry entry :
        List.of(
            new Entry.Raised(NOW, "shop.sruja", "", "P"),
            new Entry.Declared(NOW, PATH, Optional.of("v1"), List.of(EAST, WEST)),
            new Entry.Wanted(NOW, PATH, Map.of("east", 1, "west", 1)))) {
      world = world.after(entry);
    }
    return world;
  }

  private static Entry planned(TrackSpec track) {
    return new Entry.ReplicaPlanned(
        NOW,
        track.name(),
        new ReplicaSpec(
            "r-" + track.name(),
            PATH,
            "v1",
            track.node(),
            1,
            Optional.empty(),
            Optional.empty(),
            Map.of()));
  }

  private static Entry ready(TrackSpec track) {
    return is(track, ReplicaStatus.READY);
  }

  private static Entry is(TrackSpec track, ReplicaStatus status) {
    return new Entry.ReplicaIs(NOW, PATH, "r-" + track.name(), status, "");
  }

  private static Entry left(Away.Stage stage) {
    return new Entry.FailedOver(
        NOW, PATH, new Away("east", List.of("P/East"), stage, NOW, "ann", ""));
  }

  private static Map<String, Double> shares(World world) {
    StatusDocument status = StatusDocument.of(1, world, Map.of(), _ -> List.of(), Optional.empty());
    Map<String, Double> shares = new TreeMap<>();
    status
        .services()
        .getFirst()
        .tracks()
        .forEach(track -> shares.put(track.track(), track.share()));
    return shares;
  }
}
