package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Service;
import dev.curtain.router.Route;
import dev.curtain.server.log.Json;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables that a real shop's rollout went through. */
class TablesTest {
  private static final Path JOURNAL =
      Path.of(
          System.getProperty("curtain.root"),
          "server/src/test/resources/journals/0.1.0/shop-promoted.jsonl");

  @Test
  void theCandidateIsTurnedAwayFirstWhileOthersHaveUsersAndTheVersionThatServesNever()
      throws IOException {
    Json json = new Json();
    World world = World.EMPTY;
    Map<String, Service> services = new HashMap<>();
    Map<String, Address> addresses = new HashMap<>();
    TreeSet<String> first = new TreeSet<>();
    int whole = 0;
    long epoch = 0;
    for (String line : Files.readAllLines(JOURNAL)) {
      Entry entry = json.read(line, Entry.class);
      world = world.after(entry);
      if (entry instanceof Entry.Raised raised) {
        Deployment deployment =
            ModelReader.read(raised.text()).model().deployments().stream()
                .filter(each -> each.id().equals(raised.deployment()))
                .findFirst()
                .orElseThrow();
        for (Service service : deployment.services()) {
          services.put(service.element(), service);
          addresses.put(service.element(), Address.of(service, deployment.services()));
        }
      }
      for (Route route : Tables.table(world, ++epoch, services, addresses).routes()) {
        int theirs = 0;
        List<Route.Track> expendable = route.tracks().stream().filter(TablesTest::first).toList();
        for (Route.Track track : expendable) {
          first.add(track.version());
          assertThat(world.rolloutOf(route.service()).orElseThrow().spec().to())
              .isEqualTo(track.version());
          theirs += track.weight();
        }
        assertThat(theirs).as(line).isLessThan(Route.WHOLE);
        whole += expendable.isEmpty() && world.rolloutOf(route.service()).isPresent() ? 1 : 0;
      }
    }
    assertThat(first).as("versions that went first").containsExactly("v2", "v3");
    assertThat(whole).as("tables in which the candidate had everybody").isPositive();
  }

  private static boolean first(Route.Track track) {
    return track.shedding().map(Route.Shedding::first).orElse(false);
  }
}
