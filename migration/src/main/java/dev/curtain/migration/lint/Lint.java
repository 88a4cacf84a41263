package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Script;
import dev.curtain.migration.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads scripts in order and says what each statement would do to the others on the database. What
 * one script declares the next one knows.
 */
public final class Lint {
  private static final List<Check> CHECKS =
      List.of(
          new ColumnChecks(),
          new ConstraintChecks(),
          new IndexChecks(),
          new RemovalChecks(),
          new TransactionChecks(),
          new RobustnessCheck(),
          new DuplicateNames(),
          new StyleChecks());

  private Lint() {}

  /**
   * What surrounds the scripts.
   *
   * @param version PostgreSQL's major version
   * @param inTransaction whoever runs a script wraps it in a transaction
   * @param facts of the database they are for
   */
  public record Setting(int version, boolean inTransaction, Facts facts) {
    /** The oldest version that Curtain migrates; nothing known of the database. */
    public static final Setting PLAIN = new Setting(14, false, Facts.NONE);
  }

  /** What one statement does. */
  public record Effect(String file, int statement, int line, Impact impact) {}

  /** Everything about some scripts, in their order. */
  public record Result(List<Finding> findings, List<Effect> effects) {
    public Result {
      findings = List.copyOf(findings);
      effects = List.copyOf(effects);
    }

    public boolean hasErrors() {
      return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }
  }

  public static Result check(List<Script> scripts, Setting setting) {
    Known known = new Known(setting.facts());
    List<Finding> findings = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    for (Script script : scripts) {
      Report report = new Report(script.file(), script.comments());
      walk(script, setting, known, report, effects);
      findings.addAll(report.findings());
    }
    known.foreignKeysWithoutIndex().forEach(key -> findings.add(missingIndex(key)));
    findings.sort(
        Comparator.comparingInt((Finding finding) -> place(scripts, finding))
            .thenComparingInt(Finding::statement)
            .thenComparingInt(Finding::line)
            .thenComparing(Finding::severity));
    return new Result(findings, effects);
  }

  private static int place(List<Script> scripts, Finding finding) {
    for (int i = 0; i < scripts.size(); i++) {
      if (scripts.get(i).file().equals(finding.file())) {
        return i;
      }
    }
    return scripts.size();
  }

  private static void walk(
      Script script, Setting setting, Known known, Report report, List<Effect> effects) {
    boolean disabled =
        script.comments().stream()
            .anyMatch(comment -> comment.startsWith("squawk-disable-assume-in-transaction"));
    boolean assumed = !disabled && (setting.inTransaction() || Session.wrapped(script));
    Session session = new Session(script, assumed);
    int begun = 0;
    for (Script.Parsed parsed : script.statements()) {
      Statement statement = parsed.statement();
      Impact impact =
          parsed.problem().isPresent() ? Impact.UNKNOWN : new LockTable(known).impact(statement);
      report.at(parsed.source(), impact.strongest());
      int line = parsed.source().line();
      parsed
          .problem()
          .ifPresent(problem ->
              report.add(
                  Rule.UNREADABLE_STATEMENT,
                  line,
                  problem + ". " + Rule.UNREADABLE_STATEMENT.why() + "."));
      Subject subject =
          new Subject(
              script, parsed.source(), statement, impact, session, known, setting.version());
      CHECKS.forEach(check -> check.check(subject, report));
      if (statement instanceof Statement.Transaction(Statement.Transaction.Kind kind)
          && kind == Statement.Transaction.Kind.BEGIN) {
        begun = line;
      }
      session.after(statement, impact);
      known.learn(script.file(), parsed.source().index(), statement);
      effects.add(new Effect(script.file(), parsed.source().index(), line, impact));
    }
    if (session.begun()) {
      report.because(Rule.BAN_UNCOMMITTED_TRANSACTION, begun, "begun here");
    }
  }

  private static Finding missingIndex(Known.ForeignKey key) {
    return new Finding(
        Rule.MISSING_FOREIGN_KEY_INDEX,
        Rule.MISSING_FOREIGN_KEY_INDEX.severity(),
        key.statement(),
        key.file(),
        key.line(),
        "foreign key "
            + key.table()
            + key.columns()
            + " has no index. "
            + Rule.MISSING_FOREIGN_KEY_INDEX.why()
            + ".",
        Optional.empty(),
        Rule.MISSING_FOREIGN_KEY_INDEX.recipe());
  }
}
