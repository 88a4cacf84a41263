package dev.curtain.server.engine;

import dev.curtain.rollout.RolloutState;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.util.Locale;
import java.util.Optional;

/** Whether a rollout may begin, and what it is called. Pure. */
final class Admission {
  private Admission() {}

  static ServiceState raised(World world, String service) throws Refused {
    return Optional.ofNullable(world.services().get(service))
        .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, service + " is not raised"));
  }

  static void refuseIfUnderway(World world, String service) throws Refused {
    Optional<RolloutState> underway = world.rolloutOf(service);
    if (underway.isPresent()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          underway.get().spec().id()
              + " moves "
              + service
              + " already ("
              + underway.get().phase().words()
              + "): promote, abort or wait for it first, or say --when-underway"
              + " wait or supersede");
    }
  }

  static String idFor(World world, String service, String version) {
    String base = (service + "-" + version).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    String id = base;
    for (int i = 2; world.rollouts().containsKey(id); i++) {
      id = base + "-" + i;
    }
    return id;
  }
}
