package dev.curtain.simulation;

import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;

/** Facts as lines of a trace. */
final class Lines {
  private Lines() {}

  static String line(long at, Fact fact) {
    return "%,12d  %s".formatted(at, of(fact));
  }

  private static String of(Fact fact) {
    return switch (fact) {
      case Fact.Happened happened -> happened.what();
      case Fact.ControllerBegan began ->
          "a controller begins" + (began.asWritten() ? "" : ", and reads the log differently");
      case Fact.ControllerDied _ -> "the controller ends";
      case Fact.Written written -> written.line().toString();
      case Fact.Moved moved ->
          "%s: %s: %s"
              .formatted(
                  moved.after().spec().id(),
                  event(moved.event()),
                  states(moved.before(), moved.after()));
      case Fact.Begun begun -> begun.rollout() + " carries out " + begun.effect();
      case Fact.Sent sent -> "sent " + table(sent.table());
      case Fact.InForce force -> "in force " + table(force.table());
      case Fact.Started started -> "start " + started.replica();
      case Fact.Fell fell -> fell.replica() + " falls";
      case Fact.Stopped stopped ->
          "stop "
              + stopped.replica()
              + (stopped.inTable() ? ", in the table" : "")
              + (stopped.inFlight() ? ", with requests in flight" : "");
      case Fact.Asked asked ->
          "somebody presses " + asked.command() + (asked.refused() ? ", refused" : "");
    };
  }

  private static String event(RolloutEvent event) {
    return event instanceof RolloutEvent.Measured measured
        ? "Measured " + measured.block().metrics()
        : event.toString();
  }

  private static String states(RolloutState before, RolloutState after) {
    return "%s %d%s → %s %d%s %s%%"
        .formatted(
            before.phase(),
            before.step(),
            before.held() ? " held" : "",
            after.phase(),
            after.step(),
            after.held() ? " held" : "",
            after.share());
  }

  private static String table(Table table) {
    return table.epoch() + " asked " + table.asked() + ", to " + table.backends();
  }
}
