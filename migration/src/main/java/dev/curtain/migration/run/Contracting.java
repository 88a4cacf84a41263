package dev.curtain.migration.run;

import dev.curtain.migration.gate.ContractGate;
import dev.curtain.migration.gate.ContractGate.Evidence;
import dev.curtain.migration.gate.VersionInUse;
import dev.curtain.migration.plan.Phase;
import dev.curtain.migration.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The end of an old shape: the gate, the trial, the drop. Its runner holds the ledger. */
final class Contracting {
  private final Connection connection;
  private final Ledger ledger;
  private final Steps steps;
  private final Journal watcher;
  private final Runner runner;
  private final By by;

  Contracting(
      Connection connection, Ledger ledger, Steps steps, Journal watcher, Runner runner, By by) {
    this.connection = connection;
    this.ledger = ledger;
    this.steps = steps;
    this.watcher = watcher;
    this.runner = runner;
    this.by = by;
  }

  /** One step of a migration that is ready or on trial. */
  Runner.Contraction step(Ledger.Entry entry, Optional<List<VersionInUse>> inUse, Duration soak)
      throws SQLException {
    String name = entry.name();
    Plan plan = runner.recorded(entry);
    ContractGate.Answer unused =
        ContractGate.isUnused(Evidence.of(plan.migration().withoutOld(), inUse));
    if (!unused.open() && entry.state() == State.READY) {
      return new Runner.Contraction(State.READY, unused.reasons());
    }
    Evidence evidence = evidence(entry, plan, inUse, soak);
    if (entry.state() == State.READY && !plan.disused().isEmpty()) {
      ContractGate.Answer answer = ContractGate.mayTry(evidence);
      if (!answer.open()) {
        return new Runner.Contraction(State.READY, answer.reasons());
      }
      ledger.event(name, "asked to begin the trial", by);
      begin(name, plan);
      return new Runner.Contraction(
          State.TRIAL, List.of("the trial began; it lasts " + soak.toSeconds() + " s"));
    }
    ContractGate.Answer answer =
        plan.disused().isEmpty()
            ? ContractGate.mayTry(evidence)
            : ContractGate.mayContract(evidence);
    if (!answer.open() && evidence.oldPathCalls().orElse(0) > 0) {
      runner.restore(name);
      watcher.says("trial over: " + String.join("; ", answer.reasons()));
      List<String> reasons = new ArrayList<>(answer.reasons());
      reasons.add("the trial is over and the rights are back: somebody still needs them");
      return new Runner.Contraction(State.READY, reasons);
    }
    if (!answer.open()) {
      return new Runner.Contraction(entry.state(), answer.reasons());
    }
    ledger.event(name, "asked to contract", by);
    plan.of(Phase.CONTRACT).forEach(step -> watcher.says("contract: " + step.says()));
    steps.contract(name, plan.of(Phase.CONTRACT), Runner.touched(plan));
    watcher.says("contracted: the old shape is gone");
    return new Runner.Contraction(State.CONTRACTED, List.of());
  }

  private Evidence evidence(
      Ledger.Entry entry, Plan plan, Optional<List<VersionInUse>> inUse, Duration soak)
      throws SQLException {
    OptionalLong calls = plan.counters().isEmpty() ? OptionalLong.of(0) : calls(plan);
    OptionalLong since =
        calls.isPresent()
            ? OptionalLong.of(Math.max(0, calls.getAsLong() - entry.trialCalls()))
            : calls;
    return new Evidence(
        plan.migration().withoutOld(),
        inUse,
        OptionalLong.of(runner.verify(entry.name()).wrong().orElse(0)),
        since,
        entry
            .trial()
            .filter(_ -> entry.state() == State.TRIAL)
            .map(began -> Duration.between(began, Instant.now())),
        soak);
  }

  private OptionalLong calls(Plan plan) throws SQLException {
    boolean counted =
        Jdbc.first(
                connection,
                row -> row.getBoolean(1),
                "SELECT current_setting('track_functions') IN ('pl', 'all')")
            .orElse(false);
    return counted
        ? OptionalLong.of(
            Jdbc.first(
                    connection,
                    row -> row.getLong(1),
                    "SELECT coalesce(sum(calls), 0) FROM pg_stat_user_functions WHERE schemaname ="
                        + " 'curtain' AND funcname = ANY (?)",
                    plan.counters())
                .orElse(0L))
        : OptionalLong.empty();
  }

  private void begin(String name, Plan plan) throws SQLException {
    Trial.Rights rights = new Trial(connection).rights(plan.disused());
    rights.untried().forEach(who -> watcher.says("not tried: superuser " + who));
    long calls = calls(plan).orElse(0);
    Jdbc.transaction(
        connection,
        () -> {
          for (String statement : rights.revoke()) {
            Jdbc.execute(connection, statement);
          }
          ledger.undo(name, rights.restore());
          ledger.trial(name, calls);
        });
    watcher.says("trial: the right to the old shape is revoked; rollback gives it back at once");
  }
}
