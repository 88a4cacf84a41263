package dev.curtain.lsp;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Edits;
import dev.curtain.language.Edits.Edit;
import dev.curtain.language.Formatter;
import dev.curtain.language.Severity;
import dev.curtain.language.Statement;
import dev.curtain.language.Token;
import dev.curtain.language.TokenKind;
import dev.curtain.model.Occurrence;
import dev.curtain.model.Upgrade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a diagnostic's hint says, carried out. What a person has to decide is left to the person.
 */
final class Fixes {
  private static final Pattern MEANT = Pattern.compile("did you mean (\\S+)\\?");
  private static final List<String> KINDS =
      List.of("person", "system", "container", "component", "database", "queue");
  private static final List<String> STRATEGIES =
      List.of("blue-green", "canary", "rolling", "recreate", "shadow", "ab", "ring");
  private static final List<String> GATES =
      List.of(
          "approval",
          "window",
          "policy",
          "slo_budget",
          "checklist",
          "after",
          "migration",
          "flag",
          "health",
          "smoke",
          "drilled");

  private final Analysis analysis;
  private final Diagnostic diagnostic;
  private final String written;
  private final int from;
  private final int to;

  private Fixes(Analysis analysis, Diagnostic diagnostic) {
    this.analysis = analysis;
    this.diagnostic = diagnostic;
    this.from = Math.min(diagnostic.span().offset(), analysis.text().length());
    this.to = Math.min(diagnostic.span().endOffset(), analysis.text().length());
    this.written = analysis.text().substring(from, to);
  }

  /** What can be done about one diagnostic of the text, the best first. */
  static List<Fix> of(Analysis analysis, Diagnostic diagnostic) {
    Fixes fixes = new Fixes(analysis, diagnostic);
    List<Fix> found = new ArrayList<>(fixes.meant());
    for (Fix fix : fixes.ofCode()) {
      if (found.stream().noneMatch(each -> each.title().equals(fix.title()))) {
        found.add(fix);
      }
    }
    if (!diagnostic.isError() && !diagnostic.code().matches("A001|A015|A016")) {
      found.add(fixes.allow());
    }
    return found;
  }

  private List<Fix> meant() {
    Matcher like = MEANT.matcher(diagnostic.hint());
    Matcher name = Pattern.compile("\"([^\"]+)\"").matcher(diagnostic.message());
    if (!like.find()) {
      return List.of();
    }
    if (List.of("A020", "N007").contains(diagnostic.code())) {
      return named(name.find() ? name.group(1) : "", like.group(1));
    }
    String wrong =
        diagnostic.code().equals("N012") ? written : name.find() ? name.group(1) : written;
    return List.of(
        Fix.replace("Write " + like.group(1), from, to, written.replace(wrong, like.group(1))));
  }

  /** The last such word up to here: a key, whose value is what is pointed at, or a kind. */
  private List<Fix> named(String wrong, String right) {
    return analysis.tree().tokens().stream()
        .filter(token -> token.kind() == TokenKind.WORD && token.text().equals(wrong))
        .filter(token -> token.span().endOffset() <= to)
        .reduce((_, last) -> last)
        .map(token ->
            List.of(
                Fix.replace(
                    "Write " + right, token.span().offset(), token.span().endOffset(), right)))
        .orElse(List.of());
  }

  private List<Fix> ofCode() {
    return switch (diagnostic.code()) {
      case "S002" -> closed();
      case "S003" -> List.of(Fix.replace("Remove the brace", from, to, ""));
      case "S004" -> closedString();
      case "S005" -> {
        int end = from + written.lines().findFirst().orElse("").length();
        yield List.of(Fix.replace("Close the comment on its first line", end, end, " */"));
      }
      case "S008" -> {
        int end = contentEnd(lineEnd(from));
        yield List.of(Fix.replace("Close the list", end, end, "]"));
      }
      case "S010" ->
          List.of(
              Fix.replace(
                  "Use straight quotes",
                  from,
                  to,
                  written.replaceAll("[“”„‟]", "\"").replaceAll("[‘’‚]", "'")));
      case "S012" ->
          List.of(Fix.replace("Import the standard library", to, to, " 'sruja.ai/stdlib'"));
      case "S013" -> List.of(Fix.replace("Make it a comment", from, to, "/* " + written + " */"));
      case "N002" -> fullPaths();
      case "N003" ->
          found("(\\S+) is declared twice")
              .map(path -> List.of(Fix.replace("Extend the first one", from, to, "extend " + path)))
              .orElse(List.of());
      case "N004", "N014" -> otherName();
      case "N006" -> List.of(Fix.replace("Remove this one", from, to, ""));
      case "N007" -> kinds();
      case "D001" -> rest();
      case "D002" ->
          number(written, value -> value.signum() < 0 ? BigDecimal.ZERO : BigDecimal.valueOf(100))
              .map(value -> List.of(Fix.replace("Write " + value, from, to, value)))
              .orElse(List.of());
      case "D003" ->
          found("expected: at (?:most|least) \\S+, (\\d+)")
              .map(value -> List.of(Fix.replace("Write " + value, from, to, value)))
              .orElse(List.of());
      case "D004" -> choices(STRATEGIES, '"');
      case "D007" -> List.of(Fix.replace("Allow one", from, to, "1"));
      case "D009" -> gate();
      case "Q006" ->
          List.of(
              Fix.replace("Write true", from, to, "true"),
              Fix.replace("Write false", from, to, "false").orElse());
      case "Q007" -> List.of(Fix.replace("Turn it round", from, to, turned()));
      case "A001" -> upgrade();
      case "A003" -> set("multi_az", "true");
      case "A004", "A006" -> figure();
      case "A005" -> inserted("auto_rollback { error_rate \"> 1%\" latency_p95 \"> 500ms\" }");
      case "A007" -> set("replicas", "1");
      case "A008" -> rolling();
      case "A009" ->
          written.contains(":latest")
              ? List.of(
                  Fix.replace(
                      "Name the version", from, to, written.replace(":latest", ":{version}")))
              : List.of();
      case "A012" ->
          found("weaker than the container's (\"[^\"]+\")")
              .map(value ->
                  List.of(Fix.replace("Promise what the container promises", from, to, value)))
              .orElse(List.of());
      case "A013" -> exchange();
      case "A014" -> set("external", "true");
      case "A018" ->
          diagnostic.message().contains("recreated")
              ? set("deployment_strategy", "blue-green")
              : set("soak", "30m");
      default -> List.of();
    };
  }

  private Optional<String> found(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(diagnostic.message());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> number(String text, Function<BigDecimal, BigDecimal> change) {
    return text.matches("-?\\d+(\\.\\d+)?")
        ? Optional.of(change.apply(new BigDecimal(text)).toPlainString())
        : Optional.empty();
  }

  private int lineEnd(int offset) {
    int end = offset;
    while (end < analysis.text().length() && "\r\n".indexOf(analysis.text().charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Before spaces, a comment or a brace that ends a line. */
  private int contentEnd(int end) {
    int start = analysis.lines().lineStart(Math.max(0, end - 1));
    String line = analysis.text().substring(start, end).replaceFirst("\\s*(//.*|})?\\s*$", "");
    return start + line.length();
  }

  private List<Fix> closed() {
    Matcher line = Pattern.compile("before line (\\d+)").matcher(diagnostic.hint());
    boolean named = line.find();
    int before = named ? Integer.parseInt(line.group(1)) - 1 : analysis.lines().lines();
    int at =
        before < analysis.lines().lines()
            ? analysis.lines().offset(new org.eclipse.lsp4j.Position(before, 0))
            : analysis.text().length();
    boolean fresh = at == 0 || analysis.text().charAt(at - 1) == '\n';
    return List.of(Fix.replace("Close the block", at, at, fresh ? "}\n" : "\n}\n"));
  }

  private List<Fix> closedString() {
    String line = written.lines().findFirst().orElse("").replaceFirst("\\s*[{}]?\\s*$", "");
    int end = from + line.length();
    return List.of(Fix.replace("Close the string", end, end, line.substring(0, 1)));
  }

  private List<Fix> fullPaths() {
    List<Fix> fixes = new ArrayList<>();
    found("may be (.+)$")
        .ifPresent(all -> {
          for (String path : all.split(" or ", -1)) {
            Fix fix = Fix.replace("Write " + path, from, to, path);
            fixes.add(fixes.isEmpty() ? fix : fix.orElse());
          }
        });
    return fixes;
  }

  private List<Fix> otherName() {
    return analysis.occurrences().stream()
        .filter(Occurrence::declaration)
        .filter(each -> each.span().source() == 0)
        .filter(each -> each.span().offset() >= from && each.span().endOffset() <= to)
        .findFirst()
        .map(each -> {
          String name = each.symbol().name() + "2";
          return List.of(
              Fix.replace("Call it " + name, each.span().offset(), each.span().endOffset(), name));
        })
        .orElse(List.of());
  }

  private List<Fix> kinds() {
    Optional<String> kind = found("the kind \"([^\"]+)\"");
    if (kind.isEmpty()) {
      return List.of();
    }
    List<Fix> fixes = new ArrayList<>();
    String wrong = kind.get();
    String likest = Likeness.sorted(wrong, KINDS).getFirst();
    if (Likeness.like(wrong, likest)) {
      word(wrong)
          .ifPresent(token ->
              fixes.add(
                  Fix.replace(
                      "Write " + likest, token.span().offset(), token.span().endOffset(), likest)));
    }
    String title = Character.toUpperCase(wrong.charAt(0)) + wrong.substring(1).replace('_', ' ');
    Fix declare =
        Fix.replace("Declare the kind " + wrong, 0, 0, wrong + " = kind \"" + title + "\"\n");
    fixes.add(fixes.isEmpty() ? declare : declare.orElse());
    return fixes;
  }

  private Optional<Token> word(String text) {
    return analysis.tree().tokens().stream()
        .filter(token -> token.kind() == TokenKind.WORD && token.text().equals(text))
        .filter(token -> token.span().offset() >= from && token.span().endOffset() <= to)
        .findFirst();
  }

  private List<Fix> rest() {
    Optional<BigDecimal> sum = found("adds up to ([\\d.]+) %").map(BigDecimal::new);
    return sum.flatMap(
            all -> number(written, value -> value.subtract(all).add(BigDecimal.valueOf(100))))
        .filter(value -> !value.startsWith("-"))
        .map(value -> List.of(Fix.replace("Give it the rest: " + value, from, to, value)))
        .orElse(List.of());
  }

  private List<Fix> choices(List<String> choices, char quote) {
    String bare = written.replaceAll("[\"']", "");
    List<Fix> fixes = new ArrayList<>();
    for (String choice : Likeness.sorted(bare, choices)) {
      Fix fix = Fix.replace("Write " + choice, from, to, quote + choice + quote);
      fixes.add(fixes.isEmpty() && Likeness.like(bare, choice) ? fix : fix.orElse());
    }
    return fixes;
  }

  /** The word before the value, which is what is wrong. */
  private List<Fix> gate() {
    return found("^(\\S+) is no gate")
        .map(wrong -> {
          String likest = Likeness.sorted(wrong, GATES).getFirst();
          return Likeness.like(wrong, likest) ? named(wrong, likest) : List.<Fix>of();
        })
        .orElse(List.of());
  }

  private String turned() {
    return written.contains("<") ? written.replace('<', '>') : written.replace('>', '<');
  }

  private List<Fix> upgrade() {
    return Upgrade.of(analysis.text())
        .flatMap(Formatter::format)
        .filter(text -> !text.equals(analysis.text()))
        .map(text ->
            List.of(Fix.replace("Write the file as today", 0, analysis.text().length(), text)))
        .orElse(List.of());
  }

  private List<Fix> set(String key, String value) {
    return Edits.set(analysis.tree(), diagnostic.span(), key, value)
        .map(edit -> List.of(Fix.of("Say " + key + " " + value, edit)))
        .orElse(List.of());
  }

  private List<Fix> figure() {
    Matcher most = Pattern.compile("max_replicas to (\\d+)").matcher(diagnostic.hint());
    if (most.find()) {
      return List.of(Fix.replace("Raise it to " + most.group(1), from, to, most.group(1)));
    }
    Matcher replicas = Pattern.compile("give it (\\d+) replicas").matcher(diagnostic.hint());
    return replicas.find() ? set("replicas", replicas.group(1)) : List.of();
  }

  /** One more instead of one less. */
  private List<Fix> rolling() {
    Optional<Statement.Property> update = Properties.find(analysis.tree(), from, "rolling_update");
    if (update.isEmpty()) {
      return inserted("rolling_update { max_unavailable 0 max_surge 1 }");
    }
    return update
        .flatMap(Statement.Property::body)
        .map(body ->
            Fix.replace(
                "Replace by one more (max_surge 1) instead of one less",
                body.span().offset(),
                body.span().endOffset(),
                "{ max_unavailable 0 max_surge 1 }"))
        .stream()
        .toList();
  }

  /** Puts a whole property into the block; where it has one of that key, a person has to look. */
  private List<Fix> inserted(String property) {
    String key = property.substring(0, property.indexOf(' '));
    if (Properties.find(analysis.tree(), from, key).isPresent()) {
      return List.of();
    }
    return Edits.set(analysis.tree(), diagnostic.span(), key, "0")
        .map(edit ->
            new Edit(edit.from(), edit.to(), edit.replacement().replace(key + " 0", property)))
        .map(edit -> List.of(Fix.of("Say " + property, edit)))
        .orElse(List.of());
  }

  private List<Fix> exchange() {
    Optional<String> other = found("is below (p\\d+)");
    return other
        .flatMap(key -> Properties.sibling(analysis.tree(), from, key))
        .map(span -> {
          String there = analysis.text().substring(span.offset(), span.endOffset());
          return List.of(
              new Fix(
                  "Exchange the two",
                  List.of(
                      new Edit(from, to, there),
                      new Edit(span.offset(), span.endOffset(), written)),
                  true));
        })
        .orElse(List.of());
  }

  private Fix allow() {
    int start = analysis.lines().lineStart(from);
    String indent = analysis.text().substring(start, from).replaceFirst("(?s)\\S.*", "");
    String what = diagnostic.severity() == Severity.INFO ? "note" : "warning";
    return Fix.replace(
            "Allow the " + what + " " + diagnostic.code() + " here (say why)",
            start,
            start,
            indent + "// curtain:allow " + diagnostic.code() + " \n")
        .orElse();
  }
}
