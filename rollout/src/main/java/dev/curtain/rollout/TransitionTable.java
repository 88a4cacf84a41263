package dev.curtain.rollout;

import static dev.curtain.rollout.Phase.BASELINING;
import static dev.curtain.rollout.Phase.CLEARING;
import static dev.curtain.rollout.Phase.PLANNED;
import static dev.curtain.rollout.Phase.PROMOTED;
import static dev.curtain.rollout.Phase.PROVISIONING;
import static dev.curtain.rollout.Phase.RETIRING;
import static dev.curtain.rollout.Phase.ROLLING_BACK;
import static dev.curtain.rollout.Phase.SHIFTING;
import static dev.curtain.rollout.Phase.SOAKING;
import static dev.curtain.rollout.Phase.WATCHING;

import dev.curtain.rollout.RolloutEvent.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rollout machine, as rows. The diagram in the documentation is drawn from them. */
final class TransitionTable {
  /** Where the next step of the plan may lead. */
  static final Set<Phase> NEXT =
      EnumSet.of(BASELINING, PROVISIONING, SHIFTING, WATCHING, SOAKING, RETIRING, PROMOTED);

  /** Phases in which a step is being carried out. */
  static final Set<Phase> RUNNING =
      EnumSet.of(BASELINING, PROVISIONING, SHIFTING, WATCHING, SOAKING, RETIRING);

  /** Condition of the rows that change nothing. */
  static final String OTHERWISE = "otherwise";

  /** Every kind of event there is. */
  static final List<Class<? extends RolloutEvent>> EVENTS =
      List.of(
          RolloutEvent.Begun.class,
          RolloutEvent.BaselineTaken.class,
          RolloutEvent.Scaled.class,
          RolloutEvent.Routed.class,
          RolloutEvent.EffectFailed.class,
          RolloutEvent.Measured.class,
          RolloutEvent.MeasuresMissing.class,
          RolloutEvent.CandidateCrashed.class,
          RolloutEvent.Tick.class,
          RolloutEvent.Resumed.class,
          RolloutEvent.Commanded.class);

  static final List<Rule> RULES = rules();

  private TransitionTable() {}

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    steps(rules);
    judging(rules);
    goingBack(rules);
    commands(rules);
    // What is left changes nothing: late answers, ticks that came too early, commands that do not
    // apply.
    for (Class<? extends RolloutEvent> event : EVENTS) {
      rules.add(
          new Rule(
              EnumSet.allOf(Phase.class),
              event,
              OTHERWISE,
              _ -> true,
              EnumSet.allOf(Phase.class),
              _ -> {}));
    }
    return List.copyOf(rules);
  }

  private static void steps(List<Rule> rules) {
    on(
        rules,
        Set.of(PLANNED),
        RolloutEvent.Begun.class,
        "",
        NEXT,
        (move, event) -> {
          move.after.milestones = move.after.milestones.begun(event.at());
          move.advance();
        });
    on(
        rules,
        Set.of(BASELINING),
        RolloutEvent.BaselineTaken.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        NEXT,
        (move, event) -> {
          move.answered(event.effect());
          Judging.begin(move, event);
          move.advance();
        });
    on(
        rules,
        Set.of(PROVISIONING, RETIRING),
        RolloutEvent.Scaled.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        NEXT,
        (move, event) -> {
          move.answered(event.effect());
          move.after.exposure = event.candidate();
          move.after.cutover = move.after.cutover.map(cutover -> cutover.drained(event.stable()));
          move.advance();
        });
    on(
        rules,
        Set.of(SHIFTING),
        RolloutEvent.Routed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        NEXT,
        (move, event) -> {
          move.answered(event.effect());
          move.after.exposure = event.candidate();
          move.after.share = move.shiftedTo();
          if (move.after.share > 0) {
            move.after.milestones = move.after.milestones.exposed(event.at());
          }
          if (move.after.share == 100) {
            move.after.cutover = Optional.of(new Cutover(event.stable(), Optional.empty()));
            Judging.alone(move);
          }
          move.advance();
        });
  }

  private static void judging(List<Rule> rules) {
    on(
        rules,
        RUNNING,
        RolloutEvent.Measured.class,
        "harm is shown and the policy may act",
        (move, _) -> move.aborting() && move.before.spec().automatic() && move.before.warm(),
        Set.of(ROLLING_BACK),
        (move, _) -> move.rollBack(Conclusion.ROLLED_BACK, Judging.reason(move)));
    on(
        rules,
        RUNNING,
        RolloutEvent.Measured.class,
        "harm is shown, people decide",
        (move, _) -> move.aborting() && !move.before.held(),
        RUNNING,
        (move, _) ->
            move.hold("held: " + Judging.reason(move) + ". It is for people to abort or promote"));
    on(
        rules,
        Set.of(WATCHING, SOAKING),
        RolloutEvent.Measured.class,
        "watched long enough",
        (move, _) -> move.watchedLongEnough(),
        union(NEXT, WATCHING, SOAKING),
        (move, _) -> move.advance());
    on(
        rules,
        Set.of(WATCHING, SOAKING),
        RolloutEvent.Tick.class,
        "watched long enough",
        (move, _) -> move.watchedLongEnough(),
        union(NEXT, WATCHING, SOAKING),
        (move, _) -> move.advance());
    on(
        rules,
        Set.of(WATCHING),
        RolloutEvent.Tick.class,
        "time is up without a conclusion",
        (move, _) -> !move.before.held() && move.before.warm() && move.watchedTooLong(),
        Set.of(ROLLING_BACK),
        (move, _) -> move.rollBack(Conclusion.INCONCLUSIVE, Judging.undecided(move)));
    on(
        rules,
        Set.of(WATCHING),
        RolloutEvent.Tick.class,
        "time is up without a conclusion and there is no way back",
        (move, _) -> !move.before.held() && move.watchedTooLong(),
        Set.of(WATCHING),
        (move, _) ->
            move.hold("held: " + Judging.undecided(move) + ". It is for people to promote"));
    on(
        rules,
        RUNNING,
        RolloutEvent.MeasuresMissing.class,
        "",
        RUNNING,
        (move, event) -> move.note("no measures: " + event.reason()));
    on(
        rules,
        RUNNING,
        RolloutEvent.CandidateCrashed.class,
        "none is left, or too many fell",
        (move, event) ->
            move.before.warm()
                && (event.left() == 0 || move.before.crashes() + 1 >= Judging.CRASHES_TO_GIVE_UP),
        Set.of(ROLLING_BACK),
        (move, event) -> {
          move.after.crashes++;
          move.rollBack(Conclusion.ROLLED_BACK, Judging.crashed(move, event));
        });
    on(
        rules,
        RUNNING,
        RolloutEvent.CandidateCrashed.class,
        "others are left",
        (_, _) -> true,
        RUNNING,
        (move, event) -> {
          move.after.crashes++;
          move.note(
              "replica "
                  + event.replica()
                  + " ended by itself; "
                  + event.left()
                  + " left, it is being replaced");
        });
    on(
        rules,
        Set.of(WATCHING),
        RolloutEvent.Resumed.class,
        "",
        Set.of(WATCHING),
        (move, event) ->
            move.after.since =
                move.before.since().plus(Duration.between(event.lastSeen(), event.at())));
  }

  private static void goingBack(List<Rule> rules) {
    on(
        rules,
        Set.of(PROVISIONING, SHIFTING),
        RolloutEvent.EffectFailed.class,
        "the previous version is gone",
        (move, event) -> move.answers(event.effect()) && !move.before.warm(),
        Set.of(PROVISIONING, SHIFTING),
        (move, event) -> {
          move.note(event.reason() + "; there is no way back but forward: it is tried again");
          move.again(event.effect());
        });
    on(
        rules,
        Set.of(BASELINING, PROVISIONING, SHIFTING),
        RolloutEvent.EffectFailed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Set.of(ROLLING_BACK),
        (move, event) -> {
          move.answered(event.effect());
          move.rollBack(Conclusion.FAILED, event.reason());
        });
    on(
        rules,
        Set.of(RETIRING),
        RolloutEvent.EffectFailed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        NEXT,
        (move, event) -> {
          move.answered(event.effect());
          move.note("not everything could be drained: " + event.reason());
          move.advance();
        });
    on(
        rules,
        Set.of(ROLLING_BACK),
        RolloutEvent.Routed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Set.of(CLEARING),
        (move, event) -> {
          move.answered(event.effect());
          move.after.share = 0;
          move.after.exposure = event.candidate();
          move.after.cutover = Optional.of(new Cutover(event.candidate(), Optional.empty()));
          move.after.milestones = move.after.milestones.back(event.at());
          move.clear();
        });
    on(
        rules,
        Set.of(CLEARING),
        RolloutEvent.Scaled.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Judging.ENDS,
        (move, event) -> {
          move.answered(event.effect());
          move.after.exposure = event.candidate();
          move.after.cutover =
              move.after.cutover.map(cutover -> cutover.drained(event.candidate()));
          move.end(move.after.conclusion.orElse(Conclusion.FAILED));
        });
    on(
        rules,
        Set.of(CLEARING),
        RolloutEvent.EffectFailed.class,
        "the answer is awaited",
        (move, event) -> move.answers(event.effect()),
        Judging.ENDS,
        (move, event) -> {
          move.answered(event.effect());
          move.note("not everything could be cleared away: " + event.reason());
          move.end(move.after.conclusion.orElse(Conclusion.FAILED));
        });
  }

  private static void commands(List<Rule> rules) {
    command(
        rules,
        Command.PROMOTE,
        Set.of(WATCHING, SOAKING),
        union(NEXT, WATCHING, SOAKING),
        (move, event) -> {
          move.after.held = false;
          move.note(said(event, "promoted"));
          move.advance();
        });
    command(
        rules, Command.PAUSE, RUNNING, RUNNING, (move, event) -> move.hold(said(event, "paused")));
    command(
        rules,
        Command.RESUME,
        RUNNING,
        union(NEXT, RUNNING.toArray(new Phase[0])),
        (move, event) -> {
          move.after.held = false;
          move.note(said(event, "resumed"));
          if (move.before.stepDone()) {
            move.advance();
          }
        });
    Set<Phase> back = EnumSet.copyOf(RUNNING);
    back.add(PLANNED);
    for (Command command : List.of(Command.ABORT, Command.ROLLBACK)) {
      on(
          rules,
          back,
          RolloutEvent.Commanded.class,
          words(command) + ", the previous version is there",
          (move, event) -> event.command() == command && move.before.warm(),
          Set.of(ROLLING_BACK),
          (move, event) -> move.rollBack(Conclusion.ROLLED_BACK, said(event, "rolled back")));
    }
  }

  private static String words(Command command) {
    return command.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String said(RolloutEvent.Commanded event, String what) {
    return what + " by " + event.who() + (event.reason().isBlank() ? "" : ": " + event.reason());
  }

  private static Set<Phase> union(Set<Phase> phases, Phase... more) {
    Set<Phase> union = EnumSet.copyOf(phases);
    union.addAll(Set.of(more));
    return union;
  }

  private static void command(
      List<Rule> rules,
      Command command,
      Set<Phase> from,
      Set<Phase> to,
      Rule.Handler<RolloutEvent.Commanded> handler) {
    on(
        rules,
        from,
        RolloutEvent.Commanded.class,
        words(command),
        (_, event) -> event.command() == command,
        to,
        handler);
  }

  private static <E extends RolloutEvent> void on(
      List<Rule> rules,
      Set<Phase> from,
      Class<E> event,
      String when,
      Set<Phase> to,
      Rule.Handler<E> handler) {
    on(rules, from, event, when, (_, _) -> true, to, handler);
  }

  private static <E extends RolloutEvent> void on(
      List<Rule> rules,
      Set<Phase> from,
      Class<E> event,
      String when,
      Rule.Condition<E> condition,
      Set<Phase> to,
      Rule.Handler<E> handler) {
    rules.add(Rule.of(from, event, when, condition, to, handler));
  }
}
