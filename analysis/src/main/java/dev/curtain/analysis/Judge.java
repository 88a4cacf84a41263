package dev.curtain.analysis;

/**
 * An immutable judge: shown block after block it can be asked at any time. The same blocks in the
 * same order give the same verdict, bit for bit. {@link Judges} has them.
 */
public interface Judge {
  /** This judge after one more block. */
  Judge observe(Block block);

  /** What can be said now; {@link Verdict.Decision#ABORT} stays, once reached. */
  Verdict verdict();
}
