package dev.curtain.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * When what happened, as far as it has.
 *
 * @param begun the first event
 * @param exposed the candidate got its first share of traffic
 * @param promoted the candidate had everything, on evidence or on somebody's word
 * @param decided it was settled to go back
 * @param back the previous version had everything again
 * @param ended nothing more happens
 */
public record Milestones(
    Optional<Instant> begun,
    Optional<Instant> exposed,
    Optional<Instant> promoted,
    Optional<Instant> decided,
    Optional<Instant> back,
    Optional<Instant> ended) {
  static final Milestones NONE =
      new Milestones(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  Milestones begun(Instant at) {
    return new Milestones(Optional.of(at), exposed, promoted, decided, back, ended);
  }

  /** The first exposure counts. */
  Milestones exposed(Instant at) {
    return new Milestones(begun, exposed.or(() -> Optional.of(at)), promoted, decided, back, ended);
  }

  Milestones promoted(Instant at) {
    return new Milestones(begun, exposed, promoted.or(() -> Optional.of(at)), decided, back, ended);
  }

  Milestones decided(Instant at) {
    return new Milestones(begun, exposed, promoted, Optional.of(at), back, ended);
  }

  Milestones back(Instant at) {
    return new Milestones(begun, exposed, promoted, decided, Optional.of(at), ended);
  }

  Milestones ended(Instant at) {
    return new Milestones(begun, exposed, promoted, decided, back, Optional.of(at));
  }
}
