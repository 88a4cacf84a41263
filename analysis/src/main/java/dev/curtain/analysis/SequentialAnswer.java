package dev.curtain.analysis;

/**
 * What {@link SequentialInput#answer} found.
 *
 * @param block number of the block that decided, counted from 1; the last one where none did
 * @param lower lower end of the interval for candidate minus baseline, {@code upper} likewise
 */
public record SequentialAnswer(
    Verdict.Decision decision,
    long block,
    double eValue,
    double lower,
    double upper,
    String reason) {
  static SequentialAnswer of(Verdict verdict) {
    return new SequentialAnswer(
        verdict.decision(),
        verdict.blocks(),
        verdict.eValue(),
        verdict.lower(),
        verdict.upper(),
        verdict.reason());
  }
}
