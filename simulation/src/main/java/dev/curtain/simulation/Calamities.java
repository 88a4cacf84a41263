package dev.curtain.simulation;

import dev.curtain.rollout.TrackSpec;
import java.util.List;

/** Everything that goes wrong outside of replicas and messages, until it is calm. */
final class Calamities {
  private static final long LONGEST_LOSS = 1_200_000;
  private static final long LONGEST_BLINDNESS = 400_000;
  private static final long FARTHEST_JUMP = 3 * 3_600_000L;

  private final World world;

  Calamities(World world) {
    this.world = world;
  }

  void begin() {
    Hazards hazards = world.hazards();
    repeat(hazards.blindEvery(), this::blind);
    repeat(hazards.placeLostEvery(), this::losePlace);
    repeat(hazards.clockJumpsEvery(), this::jump);
  }

  private void repeat(double every, Runnable what) {
    if (every <= 0) {
      return;
    }
    long wait = world.chance().wait(every);
    if (world.now() + wait < world.hazards().calmAfter()) {
      world
          .agenda()
          .in(
              wait,
              () -> {
                what.run();
                repeat(every, what);
              });
    }
  }

  private long upTo(long longest) {
    return Math.min(
        world.chance().between(1_000, longest),
        Math.max(1, world.hazards().calmAfter() - world.now()));
  }

  private void blind() {
    world.blind(true);
    world.fact(new Fact.Happened("the router gives no measures"));
    world.agenda().in(upTo(LONGEST_BLINDNESS), () -> world.blind(false));
  }

  private void losePlace() {
    List<String> places =
        world.sites().stream()
            .flatMap(site -> site.durable().serving().stream())
            .map(TrackSpec::node)
            .distinct()
            .toList();
    String place = world.chance().one(places);
    world.fact(new Fact.Happened(place + " is lost"));
    world.sites().forEach(site -> site.hosts().lose(place));
    world
        .agenda()
        .in(upTo(LONGEST_LOSS), () -> world.sites().forEach(site -> site.hosts().restore(place)));
  }

  private void jump() {
    long by = world.chance().between(-FARTHEST_JUMP / 3, FARTHEST_JUMP);
    world.fact(new Fact.Happened("the clock jumps by " + by + " ms"));
    world.jump(by);
  }
}
