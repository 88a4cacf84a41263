package dev.curtain.simulation;

/**
 * What may go wrong in a world, and how often. Times are milliseconds, 0 is never; the rest are
 * probabilities, 0..1.
 *
 * @param crashEvery instructions of the controller between two of its crashes, on average
 * @param downtime how long a controller stays away, at most
 * @param replicaFallsAfter life of a replica that falls, on average
 * @param slowStart a replica takes minutes to start
 * @param failedStart a replica ends before it is ready
 * @param lie a replica says that it is ready long before it answers anything but errors
 * @param lost a message between controller and router does not arrive
 * @param late it arrives much later, after others
 * @param blindEvery time between two stretches without measures
 * @param placeLostEvery time between two losses of a whole place
 * @param clockJumpsEvery time between two jumps of the controller's clock
 * @param twice an event is delivered again, later
 * @param pressEvery time between two buttons that somebody presses
 * @param pressAtWorst somebody presses a button just when the phase has changed
 * @param failoverEvery time between two times that somebody moves a place's traffic to the others
 *     or back
 * @param calmAfter from here on nothing more goes wrong
 */
public record Hazards(
    double crashEvery,
    long downtime,
    double replicaFallsAfter,
    double slowStart,
    double failedStart,
    double lie,
    double lost,
    double late,
    double blindEvery,
    double placeLostEvery,
    double clockJumpsEvery,
    double twice,
    double pressEvery,
    double pressAtWorst,
    double failoverEvery,
    long calmAfter) {
  /** Nothing goes wrong that the versions do not bring with them. */
  public static final Hazards NONE = new Hazards(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
