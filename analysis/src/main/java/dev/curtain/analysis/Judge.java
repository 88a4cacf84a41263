package dev.curtain.analysis;

import java.util.List;

/**
 * An immutable judge: shown block after block it can be asked at any time. The same blocks in the
 * same order give the same verdict, bit for bit. {@link Judges} has them.
 */
public interface Judge {
  /** This judge after one more block. */
  Judge observe(Block block);

  /** What can be said now; {@link Verdict.Decision#ABORT} stays, once reached. */
  Verdict verdict();

  /** Whether {@link #verdict} is an abort, without the sentence and the interval. */
  boolean aborted();

  /** How many blocks it was shown, as {@link #verdict} says it, without the rest. */
  default long blocks() {
    return verdict().blocks();
  }

  /** The arithmetic behind the verdict, metric by metric; of an abort, at its block. */
  List<Evidence> evidence();

  /** The same for series of numbers, where there are any. */
  default List<SeriesEvidence> series() {
    return List.of();
  }
}
