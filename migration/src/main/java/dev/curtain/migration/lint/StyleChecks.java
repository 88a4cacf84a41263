package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.Name;
import dev.curtain.migration.sql.Statement;
import dev.curtain.migration.sql.Token;
import dev.curtain.migration.sql.TypeName;
import java.nio.charset.StandardCharsets;

/** Types and names that cost later. */
final class StyleChecks implements Check {
  /** PostgreSQL's NAMEDATALEN less one. */
  private static final int LONGEST_NAME = 63;

  @Override
  public void check(Subject subject, Report report) {
    int line = subject.source().line();
    names(subject, report);
    switch (subject.statement()) {
      case Statement.CreateTable it -> {
        it.columns().forEach(column -> type(report, column.name(), column.type(), column.line()));
        if (!it.temporary()) {
          schema(report, it.table(), line);
        }
      }
      case Statement.AlterTable it -> {
        schema(report, it.table(), line);
        it.actions().forEach(action -> altered(report, action));
        if (subject.session().lastAltered().filter(it.table().key()::equals).isPresent()) {
          report.because(Rule.COMBINE_ALTER_TABLE, line, "alters " + it.table() + " again");
        }
      }
      case Statement.Drop it when it.kind().equals("table") ->
          it.names().forEach(name -> schema(report, name, line));
      case Statement.AddEnumValue it when !it.ordered() ->
          report.because(
              Rule.REQUIRE_ENUM_VALUE_ORDERING, line, "adds '" + it.value() + "' to " + it.type());
      case Statement.CreateType it when it.isEnum() ->
          report.because(Rule.PREFER_LOOKUP_TABLE, line, it.name() + " is an enum");
      default -> {}
    }
  }

  private static void altered(Report report, Action action) {
    switch (action) {
      case Action.AddColumn it -> type(report, it.column().name(), it.column().type(), it.line());
      case Action.AlterType it -> type(report, it.column(), it.type(), it.line());
      default -> {}
    }
  }

  private static void type(Report report, String column, TypeName type, int line) {
    String what = column + " is " + type;
    if (type.canonical().equals("char") && !type.quoted()) {
      report.because(Rule.BAN_CHAR_FIELD, line, what);
    }
    switch (type.canonical()) {
      case "integer", "serial" -> report.because(Rule.PREFER_BIGINT_OVER_INT, line, what);
      case "smallint", "smallserial" ->
          report.because(Rule.PREFER_BIGINT_OVER_SMALLINT, line, what);
      case "timestamp" -> report.because(Rule.PREFER_TIMESTAMP_TZ, line, what);
      case "json" -> report.because(Rule.PREFER_JSONB, line, what);
      case "varchar" -> {
        if (!type.arguments().isEmpty()) {
          report.because(Rule.PREFER_TEXT_FIELD, line, what);
        }
      }
      default -> {}
    }
    if (type.isSerial()) {
      report.because(Rule.PREFER_IDENTITY, line, what);
    }
  }

  private static void schema(Report report, Name name, int line) {
    if (name.schema().isEmpty()) {
      report.because(Rule.REQUIRE_TABLE_SCHEMA, line, name + " has no schema");
    }
  }

  private static void names(Subject subject, Report report) {
    for (Token token : subject.source().tokens()) {
      if (token.isName() && token.name().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        report.because(
            Rule.IDENTIFIER_TOO_LONG,
            token.line(),
            token.text()
                + " has "
                + token.name().getBytes(StandardCharsets.UTF_8).length
                + " bytes");
      }
    }
  }
}
