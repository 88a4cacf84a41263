package dev.curtain.cli;

import dev.curtain.migration.lint.CatalogFacts;
import dev.curtain.migration.lint.Facts;
import dev.curtain.migration.lint.Finding;
import dev.curtain.migration.lint.Lint;
import dev.curtain.migration.lint.Rule;
import dev.curtain.migration.lint.Severity;
import dev.curtain.migration.plan.InvalidMigration;
import dev.curtain.migration.plan.MigrationReader;
import dev.curtain.migration.plan.Operation;
import dev.curtain.migration.run.DatabaseAddress;
import dev.curtain.migration.sql.Grammar;
import dev.curtain.migration.sql.Script;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.MigrationLintDocument;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain migrate lint FILE...}: what SQL would do to those who use the database. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Say what each statement locks, writes anew and reads through, what breaks for versions that"
          + " are running, and the way that does not. Files are read in order, as one history."
    },
    footer = {
      "",
      "Examples:",
      "  curtain migrate lint migrations/*.sql",
      "  curtain migrate lint V42.sql --assume-in-transaction --format sarif"
    })
final class MigrateLintCommand implements Callable<Integer> {
  private static final Grammar GRAMMAR = Grammar.postgres();

  @Mixin private final Settings settings;
  @Mixin private final Target target = new Target();

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--format", paramLabel = "FORMAT", description = "text, json or sarif.")
  private String format = "text";

  @Option(
      names = "--pg-version",
      paramLabel = "N",
      description = "PostgreSQL's major version (${DEFAULT-VALUE}).")
  private int version = Lint.Setting.PLAIN.version();

  @Option(
      names = "--assume-in-transaction",
      description = "Whoever runs a file wraps it in a transaction.")
  private boolean inTransaction;

  @Option(names = "--notes", description = "Show matters of style, too.")
  private boolean notes;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "SQL, or migrations (.json), to look at.")
  private List<String> files = new ArrayList<>();

  MigrateLintCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (!List.of("text", "json", "sarif").contains(format)) {
      throw Failure.usage("--format " + format + " (expected: text, json or sarif)");
    }
    List<Finding> refused = new ArrayList<>();
    List<Script> scripts = files.stream().map(name -> script(name, refused)).toList();
    Lint.Result checked = check(scripts);
    refused.addAll(checked.findings());
    Lint.Result result = new Lint.Result(refused, checked.effects());
    Screen screen = settings.screen();
    if (format.equals("sarif")) {
      screen.line(Documents.pretty(MigrationLintDocument.sarif(result)));
    } else if (json || format.equals("json")) {
      screen.line(Documents.pretty(MigrationLintDocument.of(result)));
    } else {
      print(screen, result);
    }
    return result.hasErrors() ? ExitCode.NO : ExitCode.GOOD;
  }

  /** SQL; or a migration, which is refused as a whole or has some SQL of its own. */
  private static Script script(String name, List<Finding> refused) {
    String text = ModelFile.text(name);
    if (!name.endsWith(".json")) {
      return Script.read(name, text, GRAMMAR);
    }
    StringBuilder own = new StringBuilder();
    try {
      for (Operation operation : MigrationReader.read(name, text).operations()) {
        if (operation instanceof Operation.Sql sql) {
          own.append(sql.sql()).append(";\n");
        }
      }
    } catch (InvalidMigration e) {
      for (String problem : e.problems()) {
        Rule rule =
            problem.contains(Rule.COUPLED_PLAN.id())
                ? Rule.COUPLED_PLAN
                : Rule.UNREADABLE_STATEMENT;
        refused.add(
            new Finding(
                rule, Severity.ERROR, 1, name, 1, problem, Optional.empty(), rule.recipe()));
      }
    }
    return Script.read(name, own.toString(), GRAMMAR);
  }

  private Lint.Result check(List<Script> scripts) {
    if (!target.given(settings)) {
      return Lint.check(scripts, new Lint.Setting(version, inTransaction, Facts.NONE));
    }
    try (Connection connection = target.connect(settings)) {
      int server = connection.getMetaData().getDatabaseMajorVersion();
      return Lint.check(
          scripts, new Lint.Setting(server, inTransaction, new CatalogFacts(connection)));
    } catch (SQLException e) {
      throw Failure.couldNot(DatabaseAddress.withoutSecrets(e), e);
    }
  }

  private void print(Screen screen, Lint.Result result) {
    for (Finding finding : result.findings()) {
      if (finding.severity() == Severity.INFO && !notes) {
        continue;
      }
      screen.message(
          finding.file()
              + ":"
              + finding.line()
              + ": "
              + styled(screen, finding.severity())
              + ": "
              + finding.message()
              + finding.lock().map(lock -> " Takes " + lock.words() + ".").orElse("")
              + screen.styledErr(" [" + finding.rule().id() + "]", Screen.Style.DIM));
      screen.message("    instead: " + finding.recipe());
    }
    screen.line(
        result.effects().size()
            + " statements: "
            + count(result, Severity.ERROR)
            + " errors, "
            + count(result, Severity.WARNING)
            + " warnings, "
            + count(result, Severity.INFO)
            + " notes"
            + (notes || count(result, Severity.INFO) == 0 ? "" : " (--notes shows them)"));
  }

  private static long count(Lint.Result result, Severity severity) {
    return result.findings().stream().filter(each -> each.severity() == severity).count();
  }

  private static String styled(Screen screen, Severity severity) {
    return switch (severity) {
      case ERROR -> screen.styledErr("error", Screen.Style.RED);
      case WARNING -> screen.styledErr("warning", Screen.Style.YELLOW);
      case INFO -> screen.styledErr("note", Screen.Style.BLUE);
    };
  }
}
