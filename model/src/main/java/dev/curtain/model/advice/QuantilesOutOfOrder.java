package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Properties;
import dev.curtain.model.SystemModel;

/** Latency objectives that cannot all be meant. */
final class QuantilesOutOfOrder implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A013",
        Severity.WARNING,
        "a higher quantile of latency is lower",
        "The 99th percentile of anything is at least its 95th. An objective that says otherwise"
            + " has its figures exchanged, and the lower one holds unseen.",
        """
        Shop = system "Shop" {
          API = container "API" { slo { latency { p95 "500ms" p99 "200ms" } } }
        }
        """,
        """
        Shop = system "Shop" {
          API = container "API" { slo { latency { p95 "200ms" p99 "500ms" } } }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    model.elements().forEach(element -> check(element.path(), element.properties(), findings));
    Instances.all(model)
        .forEach(instance -> check(instance.path(), instance.properties(), findings));
  }

  private void check(String path, Properties properties, Findings findings) {
    Objectives objectives = Objectives.of(properties);
    String lower = "";
    for (String quantile : Objectives.QUANTILES) {
      Objectives.Objective higher = objectives.figures().get(quantile);
      Objectives.Objective before = objectives.figures().get(lower);
      if (higher != null && before != null && higher.figure() < before.figure()) {
        findings.add(
            page(),
            higher.span(),
            path
                + ": "
                + quantile
                + " \""
                + higher.text()
                + "\" is below "
                + lower
                + " \""
                + before.text()
                + "\"",
            "exchange the two");
      }
      lower = higher == null ? lower : quantile;
    }
  }
}
