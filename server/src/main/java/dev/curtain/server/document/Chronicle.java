package dev.curtain.server.document;

import dev.curtain.analysis.Verdict;
import dev.curtain.rollout.Conclusion;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutMachine;
import dev.curtain.rollout.RolloutSpec;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Step;
import dev.curtain.server.document.ShowDocument.LookDocument;
import dev.curtain.server.document.ShowDocument.StepDocument;
import dev.curtain.server.document.ShowDocument.TimelineDocument;
import dev.curtain.server.world.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the entries about a rollout to its course, by going through it once more. Pure. */
final class Chronicle {
  /** As many as a picture of them has room for. */
  private static final int MOST_LOOKS = 200;

  private Chronicle() {}

  static List<TimelineDocument> timeline(List<Entry> about) {
    List<TimelineDocument> timeline = new ArrayList<>();
    for (Entry entry : about) {
      switch (entry) {
        case Entry.Planned planned ->
            timeline.add(
                new TimelineDocument(planned.at().toString(), "planned", settled(planned.spec())));
        case Entry.Moved moved -> {
          boolean routine =
              moved.event() instanceof RolloutEvent.Measured
                  || moved.event() instanceof RolloutEvent.Tick;
          if (!routine || !moved.notes().isEmpty()) {
            timeline.add(
                new TimelineDocument(
                    moved.at().toString(), EventDocument.name(moved.event()), moved.notes()));
          }
        }
        case Entry.Raised _,
            Entry.Lowered _,
            Entry.Declared _,
            Entry.Wanted _,
            Entry.Requested _,
            Entry.Drilled _,
            Entry.Began _,
            Entry.FailedOver _,
            Entry.FlagChanged _,
            Entry.FlagsSeen _,
            Entry.FlagJudged _,
            Entry.Counted _,
            Entry.Acted _,
            Entry.ReplicaPlanned _,
            Entry.ReplicaIs _ -> {}
      }
    }
    return timeline;
  }

  private static List<String> settled(RolloutSpec spec) {
    List<String> settled = new ArrayList<>(List.of(spec.change() + " by " + spec.strategy()));
    spec.reconfigured().forEach(each -> settled.add("runs otherwise: " + each.words()));
    return settled;
  }

  /** As they were written down; a log of before that has none. */
  static List<LookDocument> looks(List<Entry> about) {
    List<LookDocument> all = new ArrayList<>();
    for (Entry entry : about) {
      if (entry instanceof Entry.Moved moved
          && moved.event() instanceof RolloutEvent.Measured measured) {
        measured
            .judged()
            .flatMap(RolloutEvent.Judged::verdict)
            .map(verdict -> look(moved.at(), verdict))
            .ifPresent(all::add);
      }
    }
    int every = Math.ceilDiv(Math.max(1, all.size()), MOST_LOOKS);
    List<LookDocument> chosen = new ArrayList<>();
    // Counted from the end: the last one is always there.
    for (int i = (all.size() - 1) % every; i >= 0 && i < all.size(); i += every) {
      chosen.add(all.get(i));
    }
    return chosen;
  }

  private static LookDocument look(Instant at, Verdict verdict) {
    return new LookDocument(
        at.toString(),
        verdict.blocks(),
        verdict.metric().orElse(null),
        new double[] {verdict.lower(), verdict.upper()},
        verdict.eValue());
  }

  static List<StepDocument> steps(RolloutState now, List<Entry> about) {
    Map<Integer, Instant> started = new HashMap<>();
    Map<Integer, Instant> ended = new HashMap<>();
    RolloutState state = RolloutState.planned(now.spec());
    for (Entry entry : about) {
      if (entry instanceof Entry.Moved moved) {
        RolloutState next = RolloutMachine.apply(state, moved.event()).state();
        if (next.step() != state.step()) {
          ended.put(state.step(), moved.at());
          started.put(next.step(), moved.at());
        }
        if (goneBack(next) && !goneBack(state)) {
          ended.put(next.step(), moved.at());
        }
        state = next;
      }
    }
    List<StepDocument> steps = new ArrayList<>();
    for (int i = 0; i < now.spec().steps().size(); i++) {
      steps.add(step(now, i, started.get(i), ended.get(i)));
    }
    return steps;
  }

  private static StepDocument step(
      RolloutState now, int index, @Nullable Instant started, @Nullable Instant ended) {
    Step step = now.spec().steps().get(index);
    return new StepDocument(
        index,
        step.describe(),
        kind(step),
        state(now, index),
        share(step),
        step.planned().map(Duration::toMillis).orElse(null),
        started == null ? null : started.toString(),
        started == null || ended == null
            ? null
            : Long.valueOf(Duration.between(started, ended).toMillis()));
  }

  private static @Nullable Double share(Step step) {
    if (step instanceof Step.Advance advance) {
      return advance.share();
    }
    return step instanceof Step.Shift shift ? Double.valueOf(shift.share()) : null;
  }

  private static String state(RolloutState now, int index) {
    if (index < now.step()) {
      return "done";
    }
    if (index == now.step()) {
      return goneBack(now) ? "stopped" : "current";
    }
    return goneBack(now) ? "skipped" : "ahead";
  }

  /** Whether it is on its way back or has been there. */
  private static boolean goneBack(RolloutState state) {
    return switch (state.phase()) {
      case CLEARING -> state.conclusion().filter(end -> end == Conclusion.REPORTED).isEmpty();
      case RESTORING, ROLLING_BACK, ROLLED_BACK, INCONCLUSIVE, FAILED -> true;
      case PLANNED,
          BASELINING,
          PROVISIONING,
          SHIFTING,
          GATED,
          WATCHING,
          EXPERIMENTING,
          AWAITING,
          SOAKING,
          RETIRING,
          REPORTED,
          PROMOTED ->
          false;
    };
  }

  private static String kind(Step step) {
    return switch (step) {
      case Step.Baseline _ -> "baseline";
      case Step.Scale scale ->
          switch (scale.purpose()) {
            case PROVISION -> "provision";
            case RETIRE -> "retire";
          };
      case Step.Shift _ -> "shift";
      case Step.Watch _ -> "watch";
      case Step.Soak _ -> "soak";
      case Step.Gated gated -> gated.gate().label();
      case Step.Open _ -> "open";
      case Step.Mirror _ -> "mirror";
      case Step.Close _ -> "close";
      case Step.Trial _ -> "experiment";
      case Step.Await _ -> "await";
      case Step.Advance _ -> "shift";
    };
  }
}
