package dev.curtain.simulation;

import java.util.List;

/**
 * What a world is made of; the rest is luck.
 *
 * @param services at least one; hazards are the first one's
 * @param waves to deploy, one after the other
 */
record Cast(List<Scenario> services, List<Wave> waves) {
  Cast {
    services = List.copyOf(services);
    waves = List.copyOf(waves);
  }

  Hazards hazards() {
    return services.getFirst().hazards();
  }
}
