package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.model.SystemModel;

/** A blue-green whose other side could not carry what it is to take over. */
final class GreenTooSmall implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A006",
        Severity.WARNING,
        "the other side of a blue-green is smaller",
        "A blue-green moves all traffic at once. With fewer replicas on the new side the change"
            + " itself is the overload, and it looks like a bad version.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node Blue "Blue" { containerInstance Shop.API { replicas 10 traffic 100 version "v1" } }
          node Green "Green" { containerInstance Shop.API { replicas 2 traffic 0 version "v2" } }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node Blue "Blue" { containerInstance Shop.API { replicas 10 traffic 100 version "v1" } }
          node Green "Green" { containerInstance Shop.API { replicas 10 traffic 0 version "v2" } }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    for (Deployment deployment : model.deployments()) {
      Site site = Site.of(deployment);
      for (Service service : deployment.services()) {
        if (service.strategy() instanceof Strategy.BlueGreen && service.candidate().isPresent()) {
          Service.Candidate candidate = service.candidate().get();
          int now = Site.replicas(service.placements());
          int then = Site.replicas(candidate.placements());
          if (then < now) {
            findings.add(
                page(),
                site.instance(candidate.placements().getFirst()).span(),
                candidate.version()
                    + " of "
                    + service.element()
                    + " has "
                    + then
                    + " replicas and takes over from "
                    + now,
                "give it " + now + " replicas before the switch, or use a canary");
          }
        }
      }
    }
  }
}
