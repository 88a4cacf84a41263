package dev.curtain.migration.run;

import java.time.Duration;
import java.util.Optional;

/** Is told what happens. */
public interface Watcher {
  void says(String message);

  void progress(Progress progress);

  /**
   * How far a pass over a table's rows is.
   *
   * @param rows read so far
   * @param estimate of all rows, by the planner's statistics
   * @param remaining by the pace so far, held time included; empty while there is too little to
   *     tell
   * @param held why nothing moves
   */
  record Progress(
      String step, long rows, long estimate, Optional<Duration> remaining, Optional<String> held) {
    /** In percent, 0 to 100; the estimate may be wrong, so the end is only said at the end. */
    public double percent() {
      return estimate <= 0 ? 0 : Math.min(99.9, 100.0 * rows / estimate);
    }
  }

  /** Tells nobody. */
  Watcher NOBODY =
      new Watcher() {
        @Override
        public void says(String message) {}

        @Override
        public void progress(Progress progress) {}
      };
}
