package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;

/** A standby in which nothing stands by. */
final class StandbyWithoutCapacity implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A007",
        Severity.WARNING,
        "a standby has no replicas",
        "A failover is a change of route to what runs already. A place with no replicas has to"
            + " start them first, on the day on which starting things is hardest.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node East "East" { containerInstance Shop.API { replicas 4 } }
          node West "West" { status "standby" containerInstance Shop.API { replicas 0 } }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node East "East" { containerInstance Shop.API { replicas 4 } }
          node West "West" { status "standby" containerInstance Shop.API { replicas 2 } }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    for (Deployment deployment : model.deployments()) {
      Site site = Site.of(deployment);
      for (Service service : deployment.services()) {
        for (Service.Placement placement : service.placements()) {
          if (placement.standby() && placement.replicas() == 0) {
            findings.add(
                page(),
                site.instance(placement).span(),
                service.element() + " stands by in " + placement.node() + " with no replicas",
                "keep at least one replica warm");
          }
        }
      }
    }
  }
}
