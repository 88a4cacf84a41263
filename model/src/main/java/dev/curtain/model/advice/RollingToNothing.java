package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.model.SystemModel;

/** A rolling update that may take every replica away at once. */
final class RollingToNothing implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A008",
        Severity.WARNING,
        "a rolling update may leave no replica",
        "max_unavailable is how many replicas may be missing at once. Where there are no more than"
            + " that, the update is an outage by permission.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.API {
              replicas 1
              rolling_update { max_unavailable 1 max_surge 1 }
            }
          }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.API {
              replicas 1
              rolling_update { max_unavailable 0 max_surge 1 }
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
        int replicas = Site.replicas(service.placements());
        if (service.strategy() instanceof Strategy.Rolling rolling
            && replicas > 0
            && rolling.maxUnavailable() >= replicas) {
          findings.add(
              page(),
              site.first(service).span(),
              "the rolling update of "
                  + service.element()
                  + " may take "
                  + rolling.maxUnavailable()
                  + " of "
                  + replicas
                  + (replicas == 1 ? " replica" : " replicas")
                  + " away at once",
              "set max_unavailable 0 and max_surge 1, or run more replicas");
        }
      }
    }
  }
}
