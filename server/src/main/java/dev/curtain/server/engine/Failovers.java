package dev.curtain.server.engine;

import dev.curtain.model.Region;
import dev.curtain.rollout.Growth;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.server.world.Away;
import dev.curtain.server.world.Away.Stage;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Moves a region's traffic to the others and back, by route: the others grow to what they will
 * carry first. It is in the route beside whatever a rollout does, so a rollback never waits for it.
 */
public final class Failovers {
  /** What has not started by then will not. */
  private static final Duration GROWN_WITHIN = Duration.ofMinutes(15);

  private final Engine engine;
  private final Ledger ledger;
  private final Fleet fleet;
  private final Publisher publisher;
  private final InstantSource clock;
  private final Consumer<String> trouble;
  private final Map<String, List<Region>> regions;

  Failovers(
      Engine engine,
      Ledger ledger,
      Fleet fleet,
      Publisher publisher,
      InstantSource clock,
      Consumer<String> trouble,
      Map<String, List<Region>> regions) {
    this.regions = regions;
    this.engine = engine;
    this.ledger = ledger;
    this.fleet = fleet;
    this.publisher = publisher;
    this.clock = clock;
    this.trouble = trouble;
  }

  /** Goes on with what the last controller had begun. */
  void start() {
    for (ServiceState state : ledger.world().services().values()) {
      state
          .away()
          .ifPresent(away -> {
            if (away.stage() == Stage.PREPARING) {
              grow(state.path(), away, growth(ledger.world(), state, away.nodes()));
            } else {
              keepGrown(state.path());
            }
          });
    }
    ledger.listen((_, entry, world) -> ended(entry, world));
  }

  /**
   * A rollout that has ended left its own sizes behind, and whoever is there carries the traffic of
   * the region that is left out; told by the thread that wrote it down.
   */
  private void ended(Entry entry, World world) {
    if (entry instanceof Entry.Moved moved) {
      Optional.ofNullable(world.rollouts().get(moved.rollout()))
          .filter(rollout -> rollout.phase().ended())
          .map(rollout -> world.services().get(rollout.spec().service()))
          .filter(state -> state.away().isPresent())
          .ifPresent(state ->
              Thread.ofVirtual()
                  .name("sizes of " + state.path())
                  .start(() -> keepGrown(state.path())));
    }
  }

  private void keepGrown(String service) {
    ledger.decide(world -> {
      ServiceState state = world.services().get(service);
      if (state == null || state.away().isEmpty() || world.rolloutOf(service).isPresent()) {
        return List.of();
      }
      Map<String, Integer> growth = growth(world, state, state.away().get().nodes());
      boolean grown =
          growth.entrySet().stream()
              .allMatch(each -> world.wanted().getOrDefault(each.getKey(), 0) >= each.getValue());
      return grown ? List.of() : List.of(new Entry.Wanted(clock.instant(), service, growth));
    });
    fleet.signal();
  }

  /** The regions of a service, in the order of the model. */
  public List<Region> regions(String service) throws Refused {
    return List.copyOf(regions.getOrDefault(engine.known(service).element(), List.of()));
  }

  /**
   * Begins to move a region's traffic to the others.
   *
   * @param atOnce the route first, whatever the others can carry
   * @return done when the route without it is in force; fails in words where the others did not
   *     grow, and then everything is where it was
   */
  public CompletableFuture<Away> leave(
      String service, String region, boolean atOnce, String who, String reason) throws Refused {
    List<Region> all = regions(service);
    Region lost =
        Region.named(all, region)
            .orElseThrow(() ->
                new Refused(
                    Refused.Kind.UNKNOWN,
                    region
                        + ": "
                        + service
                        + " has no such region (there are: "
                        + String.join(", ", all.stream().map(Region::name).toList())
                        + ")"));
    synchronized (ledger) {
      World world = ledger.world();
      ServiceState state = Optional.ofNullable(world.services().get(service)).orElseThrow();
      refuse(world, state, all, lost, atOnce);
      Stage stage = atOnce ? Stage.AWAY : Stage.PREPARING;
      Away away = new Away(lost.name(), lost.nodes(), stage, clock.instant(), who, reason);
      boolean moving = world.rolloutOf(service).isPresent();
      Map<String, Integer> growth = moving ? Map.of() : growth(world, state, lost.nodes());
      List<Entry> entries = new ArrayList<>();
      entries.add(new Entry.FailedOver(away.since(), service, away));
      if (!growth.isEmpty()) {
        entries.add(new Entry.Wanted(away.since(), service, growth));
      }
      ledger.append(entries.toArray(Entry[]::new));
      return atOnce ? publisher.publish().thenApply(_ -> away) : grow(service, away, growth);
    }
  }

  private static void refuse(
      World world, ServiceState state, List<Region> all, Region lost, boolean atOnce)
      throws Refused {
    String service = state.path();
    if (state.away().isPresent()) {
      throw conflict(
          service
              + ": "
              + state.away().get().region()
              + " is left out already; curtain failover "
              + service
              + " --back puts it back");
    }
    boolean somebody =
        state.tracks().stream()
            .filter(track -> !lost.nodes().contains(track.node()))
            .anyMatch(track -> world.ready(track.name()) > 0);
    if (!somebody) {
      throw conflict(
          service
              + ": nobody else could serve: no replica outside of "
              + lost.name()
              + " is ready");
    }
    Region.Spare spare = Region.without(lost, all);
    if (!atOnce && !spare.enough()) {
      throw conflict(
          service
              + ": "
              + spare.words()
              + ". --now moves the traffic all the same; or raise max_replicas");
    }
    if (!atOnce && world.rolloutOf(service).isPresent()) {
      throw conflict(
          world.rolloutOf(service).get().spec().id()
              + " moves "
              + service
              + ": nothing else is started meanwhile. --now moves the traffic at once, to what is"
              + " there");
    }
  }

  private static Refused conflict(String words) {
    return new Refused(Refused.Kind.CONFLICT, words);
  }

  private Map<String, Integer> growth(World world, ServiceState state, List<String> lost) {
    return Growth.of(
        state.tracks(),
        lost,
        track -> most(state.path(), track),
        track -> world.wanted().getOrDefault(track.name(), 0));
  }

  private int most(String service, TrackSpec track) {
    return regions.getOrDefault(service, List.of()).stream()
        .filter(region -> region.nodes().contains(track.node()))
        .mapToInt(region -> Math.max(track.replicas(), region.most() / region.nodes().size()))
        .findFirst()
        .orElse(track.replicas());
  }

  private CompletableFuture<Away> grow(String service, Away away, Map<String, Integer> growth) {
    return fleet
        .reach(growth, GROWN_WITHIN)
        .handle((_, failure) -> {
          if (failure instanceof CancellationException) {
            // The engine is closing: whoever comes next goes on with it.
            throw new CompletionException(failure);
          }
          if (failure != null) {
            String why = "the others did not grow: " + failure.getMessage();
            trouble.accept(service + " stays in " + away.region() + ": " + why);
            here(service, away, away.who(), why);
            throw new CompletionException(why, failure);
          }
          Away gone =
              new Away(
                  away.region(), away.nodes(), Stage.AWAY, away.since(), away.who(), away.reason());
          ledger.append(new Entry.FailedOver(clock.instant(), service, gone));
          return gone;
        })
        .thenCompose(done -> publisher.publish().thenApply(_ -> done));
  }

  /**
   * The region serves again as the model says.
   *
   * @return done when the route with it is in force
   */
  public CompletableFuture<Away> comeBack(String service, String who, String reason)
      throws Refused {
    engine.known(service);
    Away back;
    synchronized (ledger) {
      ServiceState state =
          Optional.ofNullable(ledger.world().services().get(service)).orElseThrow();
      Away away = state.away().orElseThrow(() -> conflict(service + ": no region is left out"));
      boolean there =
          state.tracks().stream()
              .filter(track -> away.nodes().contains(track.node()) && track.replicas() > 0)
              .allMatch(track -> ledger.world().ready(track.name()) >= track.replicas());
      if (!there) {
        throw conflict(
            service + ": not every replica in " + away.region() + " is ready; it stays left out");
      }
      back = here(service, away, who, reason);
    }
    return publisher.publish().thenApply(_ -> back);
  }

  /**
   * The region as the model says, and the others at their sizes at rest; surplus replicas end once
   * the route with the region is in force. A rollout that has begun meanwhile has sizes of its own.
   */
  private Away here(String service, Away away, String who, String reason) {
    Instant now = clock.instant();
    Away back = new Away(away.region(), away.nodes(), Stage.HERE, away.since(), who, reason);
    ledger.decide(world -> {
      List<Entry> entries = new ArrayList<>(List.of(new Entry.FailedOver(now, service, back)));
      ServiceState state = world.services().get(service);
      if (state != null && world.rolloutOf(service).isEmpty()) {
        Map<String, Integer> rest = new LinkedHashMap<>();
        state.tracks().forEach(track -> rest.put(track.name(), track.replicas()));
        entries.add(new Entry.Wanted(now, service, rest));
      }
      return entries;
    });
    fleet.signal();
    return back;
  }
}
