package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.Name;
import dev.curtain.migration.sql.Statement;
import java.util.Set;
import java.util.stream.Collectors;

/** What goes or is called otherwise, while versions that know it are running. */
final class RemovalChecks implements Check {
  private static final Set<String> CASCADES =
      Set.of("table", "foreign table", "view", "materialized view", "type", "schema", "sequence");

  @Override
  public void check(Subject subject, Report report) {
    int line = subject.source().line();
    switch (subject.statement()) {
      case Statement.Drop it -> dropped(subject, report, it, line);
      case Statement.Truncate it when it.cascade() ->
          report.because(Rule.BAN_TRUNCATE_CASCADE, line, "empties " + it.tables());
      case Statement.AlterTable it when subject.inUse(it.table().key()) ->
          it.actions().forEach(action -> renamed(report, it.table(), action));
      case Statement.RenameEnumValue it ->
          report.because(Rule.RENAMING_OTHER, line, "renames a value of " + it.type());
      case Statement.AlterOther it
          when it.renames() && it.kind().matches("schema|type|view|materialized view") ->
          report.because(Rule.RENAMING_OTHER, line, "renames " + it.kind() + " " + it.name());
      default -> {}
    }
  }

  private static void dropped(Subject subject, Report report, Statement.Drop it, int line) {
    String names = it.names().stream().map(Name::toString).collect(Collectors.joining(", "));
    boolean used = it.names().stream().anyMatch(name -> subject.inUse(name.key()));
    if (it.kind().equals("table") && used) {
      report.because(Rule.BAN_DROP_TABLE, line, "drops " + names);
    }
    if (it.kind().equals("database")) {
      report.because(Rule.BAN_DROP_DATABASE, line, "drops database " + names);
    }
    if (it.cascade() && CASCADES.contains(it.kind()) && used) {
      report.because(Rule.DROP_CASCADE, line, "drops " + names + " CASCADE");
    }
  }

  private static void renamed(Report report, Name table, Action action) {
    switch (action) {
      case Action.RenameColumn it ->
          report.because(
              Rule.RENAMING_COLUMN,
              it.line(),
              "renames " + table + "." + it.from() + " to " + it.to());
      case Action.RenameTable it ->
          report.because(Rule.RENAMING_TABLE, it.line(), "renames " + table + " to " + it.to());
      default -> {}
    }
  }
}
