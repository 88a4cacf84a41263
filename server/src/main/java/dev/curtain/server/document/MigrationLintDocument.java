package dev.curtain.server.document;

import dev.curtain.migration.lint.Finding;
import dev.curtain.migration.lint.Lint;
import dev.curtain.migration.lint.Rule;
import dev.curtain.migration.sql.LockMode;
import dev.curtain.server.document.SarifDocument.ArtifactLocation;
import dev.curtain.server.document.SarifDocument.Configuration;
import dev.curtain.server.document.SarifDocument.Location;
import dev.curtain.server.document.SarifDocument.Message;
import dev.curtain.server.document.SarifDocument.PhysicalLocation;
import dev.curtain.server.document.SarifDocument.Region;
import dev.curtain.server.document.SarifDocument.Result;
import dev.curtain.server.document.SarifDocument.RuleDescriptor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a lint of SQL found, and what each statement would lock, write anew and read through. */
public record MigrationLintDocument(
    List<FindingDocument> findings, List<StatementDocument> statements) {
  public MigrationLintDocument {
    findings = List.copyOf(findings);
    statements = List.copyOf(statements);
  }

  /**
   * @param statement 1 for the first of its file
   * @param lock the strongest lock that the statement takes; null where it takes none that is known
   */
  public record FindingDocument(
      String rule,
      String severity,
      int statement,
      String file,
      int line,
      String message,
      @Nullable String lock,
      String recipe) {}

  /**
   * @param locks the strongest lock per relation
   * @param known whether the statement's locks are known
   */
  public record StatementDocument(
      String file,
      int statement,
      int line,
      @Nullable String lock,
      Map<String, String> locks,
      List<String> rewritten,
      List<String> scanned,
      boolean known) {}

  public static MigrationLintDocument of(Lint.Result result) {
    return new MigrationLintDocument(
        result.findings().stream().map(MigrationLintDocument::finding).toList(),
        result.effects().stream().map(MigrationLintDocument::statement).toList());
  }

  private static FindingDocument finding(Finding it) {
    return new FindingDocument(
        it.rule().id(),
        it.severity().word(),
        it.statement(),
        it.file(),
        it.line(),
        it.message(),
        it.lock().map(LockMode::words).orElse(null),
        it.recipe());
  }

  private static StatementDocument statement(Lint.Effect it) {
    Map<String, String> locks = new LinkedHashMap<>();
    it.impact().locks().forEach((relation, lock) -> locks.put(relation, lock.words()));
    return new StatementDocument(
        it.file(),
        it.statement(),
        it.line(),
        it.impact().strongest().map(LockMode::words).orElse(null),
        locks,
        List.copyOf(it.impact().rewritten()),
        List.copyOf(it.impact().scanned()),
        it.impact().known());
  }

  /** The findings as SARIF, with every rule there is. */
  public static SarifDocument sarif(Lint.Result result) {
    List<RuleDescriptor> rules =
        Arrays.stream(Rule.values())
            .map(rule ->
                new RuleDescriptor(
                    rule.id(),
                    new Message(rule.why()),
                    new Message(rule.why() + ". Instead: " + rule.recipe()),
                    new Configuration(SarifDocument.level(rule.severity().word()))))
            .toList();
    return SarifDocument.of(
        rules, result.findings().stream().map(MigrationLintDocument::result).toList());
  }

  private static Result result(Finding it) {
    return new Result(
        it.rule().id(),
        it.rule().ordinal(),
        SarifDocument.level(it.severity().word()),
        new Message(it.message() + " Instead: " + it.recipe()),
        List.of(
            new Location(
                new PhysicalLocation(
                    new ArtifactLocation(SarifDocument.uri(it.file())),
                    new Region(it.line(), 1, it.line(), 1)))));
  }
}
