package dev.curtain.model.advice;

import dev.curtain.model.Quantities;
import dev.curtain.model.Rule;
import java.util.List;

/** What can be wrong with quantities, explained. */
final class QuantityPages {
  private QuantityPages() {}

  private static String api(String properties) {
    return """
    Shop = system "Shop" { API = container "API" }
    deployment P "P" {
      node A "A" {
        containerInstance Shop.API { %s }
      }
    }
    """
        .formatted(properties);
  }

  private static Page page(Rule rule, String why, String wrong, String right) {
    return Page.of(rule, why, api(wrong), api(right));
  }

  static final List<Page> ALL =
      List.of(
          page(
              Rule.BAD_DURATION,
              "Accepted are " + Quantities.DURATION_FORMS + ".",
              "auto_rollback { trigger_time \"a while\" }",
              "auto_rollback { trigger_time \"5 minutes\" }"),
          page(
              Rule.BAD_PERCENTAGE,
              "Accepted are " + Quantities.PERCENTAGE_FORMS + ".",
              "traffic \"half\"",
              "traffic 100"),
          page(
              Rule.BAD_INTEGER,
              "Replicas are counted, so a whole number is needed.",
              "replicas 2.5",
              "replicas 1"),
          page(
              Rule.BAD_CPU,
              "Accepted are " + Quantities.CPU_FORMS + ".",
              "cpu \"plenty\"",
              "cpu \"2 cores\""),
          page(
              Rule.BAD_SIZE,
              "Accepted are " + Quantities.SIZE_FORMS + ".",
              "memory \"plenty\"",
              "memory \"4GB\""),
          page(
              Rule.BAD_BOOLEAN,
              "Accepted are true, false, yes, no, on, off.",
              "auto_rollback { enabled \"maybe\" }",
              "auto_rollback { enabled true }"),
          page(
              Rule.WRONG_COMPARISON,
              "auto_rollback says when to put a version back: when errors are above a bound."
                  + " Pointed the other way it would put back every good version.",
              "auto_rollback { error_rate \"< 1%\" }",
              "auto_rollback { error_rate \"> 1%\" }"),
          page(
              Rule.BAD_ANALYSIS,
              "analysis says how candidates are judged: a block per metric, with who counts where"
                  + " the router does not. A slip here would leave harm unseen, so it is an error.",
              "analysis { error_rate { on_no_data \"explode\" } }",
              "analysis { error_rate { on_no_data \"wait\" } }"));
}
