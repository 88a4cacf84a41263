package dev.curtain.simulation;

import dev.curtain.model.Service;
import dev.curtain.rollout.Pace;
import java.util.List;
import java.util.Map;

/**
 * What a world is made of; the rest is luck.
 *
 * @param service as a model would say it
 * @param versions to roll out, one after the other
 * @param behaviours by version; those that are not named are {@link Behaviour#SOUND}
 * @param requestsPerSecond of all users
 * @param beat how often the controller looks at measures, milliseconds
 * @param longestRequest how long a request may go on, milliseconds
 * @param surroundings beside what goes wrong
 */
public record Scenario(
    Service service,
    List<String> versions,
    Map<String, Behaviour> behaviours,
    Hazards hazards,
    Pace pace,
    double requestsPerSecond,
    long beat,
    long longestRequest,
    Surroundings surroundings) {
  public Scenario {
    versions = List.copyOf(versions);
    behaviours = Map.copyOf(behaviours);
  }

  public Behaviour behaviour(String version) {
    return behaviours.getOrDefault(version, Behaviour.SOUND);
  }
}
