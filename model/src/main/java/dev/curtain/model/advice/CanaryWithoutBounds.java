package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.RollbackPolicy;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.model.SystemModel;

/** A canary for which nobody has said what too bad is. */
final class CanaryWithoutBounds implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A005",
        Severity.INFO,
        "a canary without auto_rollback",
        "Without bounds of its own a candidate is only compared with the version beside it: one"
            + " that is as bad as what runs already is promoted. With enabled false it is not put"
            + " back by itself at all, and a canary is then a slow rollout.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.API { deployment_strategy "canary" canary_percentage 5 }
          }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.API {
              deployment_strategy "canary"
              canary_percentage 5
              auto_rollback { enabled true error_rate "> 1%" latency_p95 "> 500ms" }
            }
          }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    for (Deployment deployment : model.deployments()) {
      Site site = Site.of(deployment);
      for (Service service : deployment.services()) {
        RollbackPolicy policy = service.rollback();
        if (!(service.strategy() instanceof Strategy.Canary)) {
          continue;
        }
        if (!policy.enabled()) {
          findings.add(
              page(),
              site.first(service).span(),
              "the canary of " + service.element() + " is not put back by itself",
              "remove enabled false, or watch it yourself");
        } else if (policy.errorRate().isEmpty() && policy.latencies().isEmpty()) {
          findings.add(
              page(),
              site.first(service).span(),
              "the canary of "
                  + service.element()
                  + " is judged only against the version beside it",
              "say what is too bad: auto_rollback { error_rate \"> 1%\" latency_p95 \"> 500ms\" }");
        }
      }
    }
  }
}
