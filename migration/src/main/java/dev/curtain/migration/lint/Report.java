package dev.curtain.migration.lint;

import dev.curtain.migration.sql.LockMode;
import dev.curtain.migration.sql.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects what checks find, less what the file's comments say is known. */
final class Report {
  private static final Pattern IGNORE =
      Pattern.compile(
          "(?i)(?:squawk-ignore|eugene:\\s*ignore|curtain:\\s*ignore)(?!-file)\\s+(.*)");
  private static final Pattern IGNORE_FILE =
      Pattern.compile("(?i)(?:squawk-ignore-file|curtain:\\s*ignore-file)\\s*(.*)");

  private final List<Finding> findings = new ArrayList<>();
  private final String file;
  private final Set<String> ignoredInFile;
  private final boolean ignoresFile;
  private int statement;
  private Optional<LockMode> lock = Optional.empty();
  private Set<String> ignored = Set.of();

  Report(String file, List<String> comments) {
    this.file = file;
    List<String> whole =
        comments.stream()
            .map(IGNORE_FILE::matcher)
            .filter(Matcher::lookingAt)
            .map(match -> match.group(1).strip())
            .toList();
    this.ignoresFile = whole.stream().anyMatch(String::isEmpty);
    this.ignoredInFile =
        new HashSet<>(whole.stream().flatMap(each -> words(each).stream()).toList());
  }

  void at(Source source, Optional<LockMode> lock) {
    this.statement = source.index();
    this.lock = lock;
    Set<String> names = new HashSet<>();
    for (String comment : source.comments()) {
      Matcher match = IGNORE.matcher(comment);
      if (match.lookingAt()) {
        names.addAll(words(match.group(1)));
      }
    }
    this.ignored = names;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[,\\s]+", -1)).filter(each -> !each.isEmpty()).toList();
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** {@code names} are pairs: what stands in braces in the recipe, and what to put there. */
  void add(Rule rule, int line, String message, String... names) {
    add(rule, rule.severity(), line, message, names);
  }

  void add(Rule rule, Severity severity, int line, String message, String... names) {
    if (ignoresFile || ignores(rule, ignored) || ignores(rule, ignoredInFile)) {
      return;
    }
    String recipe = rule.recipe();
    for (int i = 0; i + 1 < names.length; i += 2) {
      recipe = recipe.replace("{" + names[i] + "}", names[i + 1]);
    }
    recipe = recipe.replace("{table}", "the table").replace("{column}", "the column");
    recipe = recipe.replace("{name}", "its name");
    findings.add(new Finding(rule, severity, statement, file, line, message, lock, recipe));
  }

  /** With the rule's own reason behind what is said of this statement. */
  void because(Rule rule, int line, String what, String... names) {
    add(rule, line, what + ". " + rule.why() + ".", names);
  }

  private static boolean ignores(Rule rule, Set<String> names) {
    return names.contains(rule.id()) || rule.sameAs().stream().anyMatch(names::contains);
  }
}
