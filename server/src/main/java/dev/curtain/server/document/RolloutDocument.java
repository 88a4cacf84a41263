package dev.curtain.server.document;

import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import dev.curtain.model.Gate;
import dev.curtain.rollout.Conclusion;
import dev.curtain.rollout.Cutover;
import dev.curtain.rollout.Doorway;
import dev.curtain.rollout.Milestones;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.SideCounts;
import dev.curtain.rollout.Step;
import dev.curtain.rollout.Trial;
import dev.curtain.rollout.VersionSet;
import dev.curtain.router.Measures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as the contract shows it; what is not known yet is null.
 *
 * @param set what it moves together with, if anything
 * @param configuration what the new version runs with otherwise than the previous one
 */
public record RolloutDocument(
    String id,
    String service,
    String strategy,
    @Nullable String set,
    @Nullable String from,
    String to,
    List<ReconfiguredDocument> configuration,
    @Nullable String outcome,
    String phase,
    boolean paused,
    double share,
    @Nullable String reason,
    @Nullable VerdictDocument verdict,
    Exposure exposure,
    @Nullable Long detectionMillis,
    @Nullable Long rollbackMillis,
    long requestsToCandidateAfterRollback,
    Receipt receipt,
    @Nullable GateDocument gate,
    @Nullable Long downtimeMillis,
    @Nullable Long declaredDowntimeMillis,
    @Nullable ExperimentDocument experiment,
    @Nullable String startedAt,
    @Nullable String promotedAt,
    @Nullable String endedAt) {
  /**
   * The gate that is stood before.
   *
   * @param closed why it is closed; null: it is being looked at
   * @param opener who can open it and how
   * @param items of a checklist, those that are not ticked off
   */
  public record GateDocument(
      String kind,
      @Nullable String closed,
      @Nullable String opener,
      List<String> approvals,
      List<String> items) {}

  /** An A/B test so far; where nobody reports outcomes, its users are requests. */
  public record ExperimentDocument(
      long baselineUsers,
      long baselineConverted,
      long candidateUsers,
      long candidateConverted,
      @Nullable String answer) {}

  /** How many requests and users met the candidate; users are null where nobody counts them. */
  public record Exposure(long requests, @Nullable Long users) {}

  /**
   * What was in flight at the last cutover, and how it ended.
   *
   * @param protocols the same by kind of exchange; empty until it has been drained
   */
  public record Receipt(
      long inFlight, long completed, long lost, List<SideCounts.Protocol> protocols) {
    public Receipt {
      protocols = List.copyOf(protocols);
    }
  }

  /** A verdict with its numbers. */
  public record VerdictDocument(
      String decision,
      @Nullable String metric,
      String reason,
      Counts baseline,
      Counts candidate,
      double alpha,
      double eValue,
      double[] interval,
      long blocks) {}

  /** Of so many requests so many were bad. */
  public record Counts(long requests, long bad) {
    static Counts of(Tally tally) {
      return new Counts(tally.n(), tally.bad());
    }
  }

  /**
   * While it goes on, the log hears only now and then of what the candidate meets; the router
   * counts it.
   *
   * @param measures empty where the router does not answer
   */
  public static RolloutDocument live(RolloutState state, Optional<Measures> measures) {
    RolloutDocument document = of(state, OptionalLong.empty());
    if (state.phase().ended() || measures.isEmpty()) {
      return document;
    }
    long counted =
        state.spec().candidate().stream()
            .mapToLong(track -> measures.get().track(track.name()).started())
            .sum();
    // A router that started over counts from zero.
    return document.meeting(Math.max(counted, document.exposure.requests()));
  }

  /** The same with another count of requests. */
  RolloutDocument meeting(long requests) {
    return new RolloutDocument(
        id,
        service,
        strategy,
        set,
        from,
        to,
        configuration,
        outcome,
        phase,
        paused,
        share,
        reason,
        verdict,
        new Exposure(requests, exposure.users()),
        detectionMillis,
        rollbackMillis,
        requestsToCandidateAfterRollback,
        receipt,
        gate,
        downtimeMillis,
        declaredDowntimeMillis,
        experiment,
        startedAt,
        promotedAt,
        endedAt);
  }

  /**
   * @param users distinct users that met the candidate, where they were counted
   */
  public static RolloutDocument of(RolloutState state, OptionalLong users) {
    Milestones milestones = state.milestones();
    Optional<Cutover> cutover = state.cutover();
    boolean wentBack = state.phase() != Phase.PROMOTED && milestones.decided().isPresent();
    return new RolloutDocument(
        state.spec().id(),
        state.spec().service(),
        state.spec().strategy(),
        state.spec().set().map(VersionSet::id).orElse(null),
        state.spec().from().orElse(null),
        state.spec().to(),
        ReconfiguredDocument.of(state.spec()),
        state.conclusion().map(RolloutDocument::outcome).orElse(null),
        state.phase().name().toLowerCase(Locale.ROOT),
        state.held(),
        state.share(),
        state.reason().orElse(null),
        verdict(state),
        new Exposure(
            state.exposure().started(), users.isPresent() ? Long.valueOf(users.getAsLong()) : null),
        between(milestones.exposed(), milestones.decided()),
        between(milestones.decided(), milestones.back()),
        wentBack ? cutover.map(Cutover::after).orElse(0L) : 0,
        new Receipt(
            cutover.map(Cutover::inFlight).orElse(0L),
            cutover.map(Cutover::completed).orElse(0L),
            cutover.map(Cutover::lost).orElse(0L),
            cutover.map(Cutover::protocols).orElse(List.of())),
        gate(state),
        state.outage().lasting().map(Duration::toMillis).orElse(null),
        declared(state),
        experiment(state),
        milestones.begun().map(Instant::toString).orElse(null),
        milestones.promoted().map(Instant::toString).orElse(null),
        milestones.ended().map(Instant::toString).orElse(null));
  }

  private static @Nullable GateDocument gate(RolloutState state) {
    if (state.phase() != Phase.GATED
        || !(state.currentStep().orElse(null) instanceof Step.Gated gated)) {
      return null;
    }
    Doorway doorway = state.doorway();
    return new GateDocument(
        gated.gate().label(),
        doorway.closed().orElse(null),
        doorway.opener().orElse(null),
        doorway.approvals().stream().sorted().toList(),
        gated.gate() instanceof Gate.Checklist checklist
            ? checklist.items().stream().filter(item -> !doorway.ticked().contains(item)).toList()
            : List.of());
  }

  private static @Nullable Long declared(RolloutState state) {
    for (Step step : state.spec().steps()) {
      if (step instanceof Step.Close close) {
        return close.declared().toMillis();
      }
    }
    return null;
  }

  private static @Nullable ExperimentDocument experiment(RolloutState state) {
    Trial trial = state.trial();
    if (state.spec().steps().stream().noneMatch(Step.Trial.class::isInstance)) {
      return null;
    }
    return new ExperimentDocument(
        trial.baseline().n(),
        trial.baseline().bad(),
        trial.candidate().n(),
        trial.candidate().bad(),
        trial.answer().orElse(null));
  }

  private static String outcome(Conclusion conclusion) {
    return conclusion.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A rollout that ended for another reason than the judge's says that reason; the judge's numbers
   * are what they are.
   */
  private static @Nullable VerdictDocument verdict(RolloutState state) {
    if (state.verdict().isEmpty()) {
      return null;
    }
    Verdict verdict = state.verdict().get();
    boolean judged = verdict.decision() == Verdict.Decision.ABORT;
    boolean back = state.conclusion().filter(c -> c == Conclusion.ROLLED_BACK).isPresent();
    String decision =
        switch (verdict.decision()) {
          case PROMOTE -> back ? "abort" : "promote";
          case ABORT -> "abort";
          case CONTINUE, INCONCLUSIVE -> back ? "abort" : "inconclusive";
        };
    return new VerdictDocument(
        decision,
        back && !judged ? null : verdict.metric().orElse(null),
        back && !judged ? state.reason().orElse(verdict.reason()) : verdict.reason(),
        Counts.of(verdict.baseline()),
        Counts.of(verdict.candidate()),
        verdict.alpha(),
        verdict.eValue(),
        new double[] {verdict.lower(), verdict.upper()},
        verdict.blocks());
  }

  private static @Nullable Long between(Optional<Instant> from, Optional<Instant> to) {
    return from.isPresent() && to.isPresent()
        ? Long.valueOf(Duration.between(from.get(), to.get()).toMillis())
        : null;
  }
}
