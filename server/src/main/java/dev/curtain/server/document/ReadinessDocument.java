package dev.curtain.server.document;

import dev.curtain.rollout.TrackSpec;
import dev.curtain.router.Measures;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /readyz}: whether users can be served.
 *
 * @param waitingFor what is missing, in sentences; empty where it is ready
 */
public record ReadinessDocument(boolean ready, List<String> waitingFor) {
  public ReadinessDocument {
    waitingFor = List.copyOf(waitingFor);
  }

  /**
   * @param measures empty where the router does not answer
   */
  public static ReadinessDocument of(World world, Optional<Measures> measures) {
    List<String> missing = new ArrayList<>();
    if (world.raised().isEmpty()) {
      missing.add("no model is raised");
    }
    if (measures.isEmpty()) {
      missing.add("the router does not answer");
    }
    for (ServiceState service : world.services().values()) {
      List<TrackSpec> tracks = service.tracks();
      long ready =
          tracks.stream()
              .mapToLong(track -> StatusDocument.replicas(world, track.name()).ready())
              .sum();
      if (ready == 0 && tracks.stream().anyMatch(track -> track.replicas() > 0)) {
        missing.add(service.path() + " has no ready replica");
      }
    }
    return new ReadinessDocument(missing.isEmpty(), missing);
  }
}
