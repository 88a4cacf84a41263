package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.language.SyntaxRule;
import dev.curtain.model.Rule;

/**
 * One diagnostic as the catalogue explains it.
 *
 * @param title what is wrong, in a line
 * @param why what happens to whoever leaves it so
 * @param wrong a model about which it is said
 * @param right a model about which it is not said, and nothing worse either
 */
public record Page(
    String code, Severity severity, String title, String why, String wrong, String right) {

  static Page of(SyntaxRule rule, String why, String wrong, String right) {
    return new Page(rule.code(), Severity.ERROR, rule.summary(), why, wrong, right);
  }

  static Page of(Rule rule, String why, String wrong, String right) {
    return new Page(rule.code(), rule.severity(), rule.summary(), why, wrong, right);
  }
}
