package dev.curtain.simulation;

import dev.curtain.model.Ordered;
import dev.curtain.model.Service;
import dev.curtain.rollout.Pace;
import java.util.Map;

/**
 * What a service of a world is like; the rest is luck.
 *
 * @param service as a model would say it
 * @param behaviours by version; those that are not named are {@link Behaviour#SOUND}
 * @param requestsPerSecond of all users
 * @param beat how often the controller looks at measures, milliseconds
 * @param longestRequest how long a request may go on, milliseconds
 * @param surroundings beside what goes wrong
 */
public record Scenario(
    Service service,
    Map<String, Behaviour> behaviours,
    Hazards hazards,
    Pace pace,
    double requestsPerSecond,
    long beat,
    long longestRequest,
    Surroundings surroundings) {
  public Scenario {
    behaviours = Ordered.copyOf(behaviours);
  }

  public Behaviour behaviour(String version) {
    return behaviours.getOrDefault(version, Behaviour.SOUND);
  }
}
