package dev.curtain.server.flags;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.flags.Cohort;
import dev.curtain.flags.Flag;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Terms;
import dev.curtain.router.LatencyCounts;
import dev.curtain.router.Measures;
import dev.curtain.router.Measures.TrackMeasures;
import dev.curtain.router.Measures.WatchMeasures;
import dev.curtain.router.Route;
import dev.curtain.router.RoutePolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes of flags on their way out whose applications report nothing: the router counts the
 * requests of those who are in the flag's share apart from the others', on the service that reads
 * it. It can, where the share is divided by the user's key alone and that is the one the router
 * knows. Safe to use from any thread.
 */
final class RouterOutcomes {
  /** Requests without the variant before it is said what is slow here. */
  private static final long NORMAL = 1_000;

  private static final double QUANTILE = 0.99;

  private final FlagStore store;
  private final Counting counting;
  private final BiConsumer<String, Map<String, Block.Sides>> seen;
  private final Map<String, LatencyCounts> usual = new HashMap<>();
  private final Map<String, Long> slowMicros = new HashMap<>();
  private Map<String, List<RoutePolicy.Watch>> watched = Map.of();
  private @Nullable CompletableFuture<Measures> coming;
  private @Nullable Measures before;

  /**
   * @param seen told what was seen of a flag: those without the variant and those with it
   */
  RouterOutcomes(
      FlagStore store, Counting counting, BiConsumer<String, Map<String, Block.Sides>> seen) {
    this.store = store;
    this.counting = counting;
    this.seen = seen;
  }

  /** Why the router cannot know who meets the variant of a flag; empty: it can. */
  static Optional<String> obstacle(Value.Fields flag) {
    if (Terms.fact(flag, "service").isEmpty()) {
      return Optional.of("it does not say which service reads it (expected: flag set --service)");
    }
    List<String> found = new ArrayList<>();
    Map.of(
            "targeting", "a rule",
            "deny", "a denial",
            "prerequisites", "a prerequisite")
        .forEach((member, words) -> {
          if (!isEmpty(flag.values().get(member))) {
            found.add(words);
          }
        });
    if (flag.values().get("exposure") instanceof Value.Fields exposure) {
      if (!isEmpty(exposure.values().get("ring"))) {
        found.add("a ring");
      }
      if (!isEmpty(exposure.values().get("named"))) {
        found.add("names");
      }
      if (exposure.values().get("by") instanceof Value.Text(String by)
          && !by.equals(dev.curtain.flags.Context.TARGETING_KEY)) {
        found.add("a share by " + by);
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(" and ", found.stream().sorted().toList())
                + " decides beside the user's key (expected: nothing but a share of users)");
  }

  private static boolean isEmpty(@Nullable Value value) {
    return switch (value) {
      case null -> true;
      case Value.Nothing _ -> true;
      case Value.Items(List<Value> items) -> items.isEmpty();
      case Value.Fields(Map<String, Value> fields) -> fields.isEmpty();
      case Value.Bool _, Value.Num _, Value.Text _ -> false;
    };
  }

  /**
   * Has the router count what is to be counted now. What it counted while the shares were others
   * than the flags said is left out.
   */
  synchronized void follow() {
    Map<String, List<RoutePolicy.Watch>> wanted = wanted();
    if (!wanted.equals(watched)) {
      watched = wanted;
      List<String> names = names();
      usual.keySet().retainAll(names);
      slowMicros.keySet().retainAll(names);
      before = null;
      coming = counting.watch(wanted);
    }
  }

  private List<String> names() {
    return watched.values().stream().flatMap(List::stream).map(RoutePolicy.Watch::name).toList();
  }

  private Map<String, List<RoutePolicy.Watch>> wanted() {
    Map<String, List<RoutePolicy.Watch>> wanted = new TreeMap<>();
    store
        .flags()
        .forEach((key, definition) -> {
          boolean counted = FlagRollout.of(definition).filter(FlagRollout::counted).isPresent();
          Optional<String> service = Terms.fact(definition, "service");
          if (counted && service.isPresent() && obstacle(definition).isEmpty()) {
            store
                .current()
                .flags()
                .flag(key)
                .flatMap(Flag::share)
                .ifPresent(share ->
                    wanted
                        .computeIfAbsent(service.get(), _ -> new ArrayList<>())
                        .add(
                            new RoutePolicy.Watch(
                                key,
                                share.salt(),
                                (int) ((long) share.buckets() * Route.WHOLE / Cohort.BUCKETS))));
          }
        });
    return wanted;
  }

  /** Tells what was seen since it was asked last. */
  void tick() throws IOException {
    follow();
    Map<String, List<RoutePolicy.Watch>> asked = inForce();
    if (!asked.isEmpty()) {
      // Not under the lock: whoever turns a flag off does not wait for a router that is slow.
      look(asked, counting.measures());
    }
  }

  /** What the router counts now; nothing while it is still being told. */
  private synchronized Map<String, List<RoutePolicy.Watch>> inForce() {
    CompletableFuture<Measures> answer = coming;
    if (answer == null) {
      return watched;
    }
    if (answer.isDone()) {
      coming = null;
      before = answer.isCompletedExceptionally() ? null : answer.join();
    }
    return Map.of();
  }

  private synchronized void look(Map<String, List<RoutePolicy.Watch>> asked, Measures now) {
    if (!asked.equals(watched) || coming != null) {
      return;
    }
    Measures last = before;
    before = now;
    if (last != null) {
      names().forEach(flag -> tell(flag, last.watch(flag), now.watch(flag)));
    }
  }

  private void tell(String flag, WatchMeasures last, WatchMeasures now) {
    Side without = Side.between(last.outside(), now.outside());
    Side with = Side.between(last.inside(), now.inside());
    if (without.judged == 0 && with.judged == 0) {
      return;
    }
    Map<String, Block.Sides> sides = new LinkedHashMap<>();
    sides.put(Trial.ERRORS, new Block.Sides(without.failures(), with.failures()));
    @Nullable Long slow = slowMicros.get(flag);
    sides.put(
        Trial.LATENCY,
        slow == null
            ? new Block.Sides(Tally.NONE, Tally.NONE)
            : new Block.Sides(without.slower(slow), with.slower(slow)));
    seen.accept(flag, sides);
    if (slow == null) {
      LatencyCounts all = usual.merge(flag, without.latency, LatencyCounts::plus);
      if (all.total() >= NORMAL) {
        // The bucket of the quantile itself is usual: slow is what lies above it.
        slowMicros.put(
            flag, LatencyCounts.floorOf(LatencyCounts.bucketOf(all.quantile(QUANTILE)) + 1));
      }
    }
  }

  /** What was counted of one side over a stretch of time. */
  private record Side(long judged, long failed, LatencyCounts latency) {
    static Side between(TrackMeasures before, TrackMeasures now) {
      // A router that started over counts from zero: its first snapshot is all new.
      TrackMeasures from = now.started() < before.started() ? TrackMeasures.NONE : before;
      long judged = Math.max(0, now.judged() - from.judged());
      return new Side(
          judged,
          Math.clamp(now.failed() - from.failed(), 0, judged),
          now.latency().minus(from.latency()));
    }

    Tally failures() {
      return new Tally(judged, failed);
    }

    Tally slower(long micros) {
      return new Tally(latency.total(), latency.atOrAbove(micros));
    }
  }
}
