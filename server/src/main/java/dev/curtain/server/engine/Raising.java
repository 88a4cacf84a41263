package dev.curtain.server.engine;

import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.rollout.Planner;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is written down when a deployment is raised for the first time. Pure. */
final class Raising {
  private Raising() {}

  static List<Entry> entries(World world, Deployment deployment, Entry.Raised raised) {
    List<Entry> entries = new ArrayList<>();
    if (world.raised().isPresent()) {
      return entries;
    }
    entries.add(raised);
    for (Service service : deployment.services()) {
      List<TrackSpec> tracks =
          Planner.tracks(
              service, service.placements(), service.version().orElse(TrackSpec.UNVERSIONED), "0");
      Map<String, Integer> wanted = new LinkedHashMap<>();
      tracks.forEach(track -> wanted.put(track.name(), track.replicas()));
      entries.add(new Entry.Declared(raised.at(), service.element(), service.version(), tracks));
      entries.add(new Entry.Wanted(raised.at(), service.element(), wanted));
    }
    return entries;
  }
}
