package dev.curtain.simulation;

import dev.curtain.rollout.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What survives a controller, with what it amounts to. Only after a crash is it folded anew, and
 * then from where the crash before left off.
 */
public final class Log {
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Instant> last = new LinkedHashMap<>();
  private final Known durable = new Known();
  private final Known folded = new Known();
  private int foldedTo;

  void append(Line line) {
    lines.add(line);
    durable.take(line);
    if (line instanceof Line.Planned planned) {
      last.put(planned.spec().id(), Instant.EPOCH);
    }
  }

  /**
   * A move and the state that whoever writes it got to.
   *
   * @param at when it is written; an answer that comes again says an earlier time
   */
  void append(Line.Moved moved, Instant at, RolloutState before, RolloutState after) {
    lines.add(moved);
    durable.moved(before, after);
    last.put(moved.rollout(), at);
  }

  /** When something was last written of a rollout, by the clock of whoever wrote it. */
  @Nullable Instant last(String rollout) {
    return last.get(rollout);
  }

  /** What the lines amount to, as far as they are written; nobody's memory is in it. */
  Known recover(Machine machine) {
    for (; foldedTo < lines.size(); foldedTo++) {
      folded.fold(lines.get(foldedTo), machine);
    }
    return folded.copy();
  }

  /** How many lines there are. */
  long seq() {
    return lines.size();
  }

  /** What is on disk. */
  public Known durable() {
    return durable;
  }
}
