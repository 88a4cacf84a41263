package dev.curtain.model.advice;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Severity;
import dev.curtain.language.Token;
import dev.curtain.model.Resolution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text lets pass: {@code // curtain:allow A003 one rack is all we have}, behind what it is
 * about or on the line above. Errors are never let pass.
 */
final class Allowances {
  private static final Pattern ALLOW =
      Pattern.compile(
          "(?://|/\\*)\\s*curtain:allow\\s+([A-Z]\\d{3})\\b\\s*(.*?)\\s*(?:\\*/)?", Pattern.DOTALL);

  static final Page WITHOUT_REASON =
      new Page(
          "A015",
          Severity.WARNING,
          "an allowance gives no reason",
          "Whoever reads it next year has to know whether it still holds. An allowance without a"
              + " reason is not honoured.",
          """
          Shop = system "Shop" { API = container "API" }
          deployment P "P" {
            // curtain:allow A003
            node Rack "Rack" { containerInstance Shop.API { replicas 4 } }
          }
          """,
          """
          Shop = system "Shop" { API = container "API" }
          deployment P "P" {
            // curtain:allow A003 one rack is all we have until spring
            node Rack "Rack" { containerInstance Shop.API { replicas 4 } }
          }
          """);

  /** A code, and the last line of the comment that allows it. */
  private record Allowed(String code, int source, int line) {}

  private final Set<Allowed> allowed = new HashSet<>();
  private final Findings findings = new Findings();

  private Allowances() {}

  static Allowances of(List<Resolution.Source> sources) {
    Allowances allowances = new Allowances();
    sources.forEach(source -> source.tree().comments().forEach(allowances::read));
    return allowances;
  }

  private void read(Token token) {
    Matcher matcher = ALLOW.matcher(token.text().strip());
    if (!matcher.matches()) {
      return;
    }
    if (matcher.group(2).isBlank()) {
      findings.add(
          WITHOUT_REASON,
          token.span(),
          "curtain:allow " + matcher.group(1) + " gives no reason, and is not honoured",
          "say why: // curtain:allow " + matcher.group(1) + " because …");
    } else {
      allowed.add(new Allowed(matcher.group(1), token.span().source(), token.span().endLine()));
    }
  }

  List<Diagnostic> filter(List<Diagnostic> diagnostics) {
    List<Diagnostic> kept = new ArrayList<>(findings.all());
    for (Diagnostic diagnostic : diagnostics) {
      int line = diagnostic.span().line();
      int source = diagnostic.span().source();
      boolean passes =
          !diagnostic.isError()
              && (allowed.contains(new Allowed(diagnostic.code(), source, line))
                  || allowed.contains(new Allowed(diagnostic.code(), source, line - 1)));
      if (!passes) {
        kept.add(diagnostic);
      }
    }
    return kept;
  }
}
