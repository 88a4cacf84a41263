package dev.curtain.server.metrics;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Tally;
import dev.curtain.model.Analysis.Source;
import dev.curtain.rollout.RolloutState;
import dev.curtain.runtime.Usage;
import dev.curtain.server.world.World;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Counts that others have, joined to the router's. {@link #join} never waits: who counts is asked
 * on threads of its own, one question at a time, and what came back goes into the next block.
 */
public final class Sources implements AutoCloseable {
  private final Fetch fetch = new Fetch();
  private final Asked asked;
  private final Map<String, Map<String, Watched>> watched = new HashMap<>();
  private volatile boolean closed;

  /**
   * @param usage what a replica takes of its machine, by its id
   */
  public Sources(Function<String, Optional<Usage>> usage) {
    this.asked = new Asked(fetch, usage);
  }

  /** What one question brought: what both sides did since the last one, or why nothing. */
  private record Answer(
      Optional<Block.Sides> sides, Optional<Block.Point> point, Optional<String> error) {
    static Answer of(Block.Sides sides) {
      return new Answer(Optional.of(sides), Optional.empty(), Optional.empty());
    }

    static Answer of(Block.Point point) {
      return new Answer(Optional.empty(), Optional.of(point), Optional.empty());
    }

    static Answer none(SourceFailure why) {
      return new Answer(
          Optional.empty(), Optional.empty(), Optional.of(String.valueOf(why.getMessage())));
    }
  }

  /** Forgets rollouts that are not measured any more. */
  public void retain(Collection<String> rollouts) {
    watched.keySet().retainAll(rollouts);
  }

  /** The block with what has come in since the last one. */
  public Block join(RolloutState rollout, World world, Block block) {
    if (rollout.spec().sources().isEmpty()) {
      return block;
    }
    Map<String, Block.Sides> metrics = new HashMap<>(block.metrics());
    Map<String, String> errors = new HashMap<>(block.errors());
    Map<String, Block.Point> points = new HashMap<>(block.points());
    Map<String, Watched> mine = watched.computeIfAbsent(rollout.spec().id(), _ -> new HashMap<>());
    rollout
        .spec()
        .sources()
        .forEach((metric, source) -> {
          Watched one = mine.computeIfAbsent(metric, _ -> new Watched(source));
          one.ask(rollout, world);
          // One number in a block; of counts whatever there is.
          for (Answer answer = one.ready.poll();
              answer != null;
              answer = points.containsKey(metric) ? null : one.ready.poll()) {
            answer.error().ifPresent(why -> errors.put(metric, why));
            answer
                .sides()
                .ifPresent(sides -> {
                  errors.remove(metric);
                  metrics.merge(metric, sides, Sources::plus);
                });
            answer
                .point()
                .ifPresent(point -> {
                  errors.remove(metric);
                  points.put(metric, point);
                });
          }
        });
    return new Block(metrics, errors, points, block.leftOutMillis());
  }

  private static Block.Sides plus(Block.Sides one, Block.Sides other) {
    return new Block.Sides(
        one.baseline().plus(other.baseline()), one.candidate().plus(other.candidate()));
  }

  /** One metric of one rollout. */
  private final class Watched {
    private final Source source;
    private final Queue<Answer> ready = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private long due = System.nanoTime();
    private volatile Optional<Asked.Both> before = Optional.empty();

    private Watched(Source source) {
      this.source = source;
    }

    private void ask(RolloutState rollout, World world) {
      long now = System.nanoTime();
      if (closed || now - due < 0 || !asking.compareAndSet(false, true)) {
        return;
      }
      due = now + source.every().toNanos();
      Thread.ofVirtual()
          .name("source")
          .start(() -> {
            try {
              if (source.series()) {
                ready.add(Answer.of(asked.point(source, rollout, world)));
              } else {
                took(asked.of(source, rollout, world));
              }
            } catch (SourceFailure e) {
              ready.add(Answer.none(e));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              asking.set(false);
            }
          });
    }

    /** Counts of before the first question are nobody's: they only say where counting begins. */
    private void took(Asked.Both now) {
      Optional<Asked.Both> last = before;
      before = Optional.of(now);
      last.ifPresent(then -> {
        // Also where nothing happened: who answers is not out any more.
        Block.Sides since =
            new Block.Sides(
                tally(then.baseline(), now.baseline()), tally(then.candidate(), now.candidate()));
        ready.add(Answer.of(since));
      });
    }
  }

  private static Tally tally(Map<String, Count> before, Map<String, Count> now) {
    Count sum = Count.NONE;
    for (Map.Entry<String, Count> each : now.entrySet()) {
      sum = sum.plus(each.getValue().since(before.getOrDefault(each.getKey(), Count.NONE)));
    }
    long total = Math.round(sum.total());
    return new Tally(total, Math.clamp(Math.round(sum.bad()), 0, total));
  }

  @Override
  public void close() {
    closed = true;
    fetch.close();
  }
}
