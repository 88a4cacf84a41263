package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;
import java.util.List;
import java.util.Optional;

/** Many replicas, and one place whose loss takes them all: resilient on paper. */
final class OneFailureDomain implements Advice {
  private static final List<String> SPREAD =
      List.of("multi_az", "zones", "availability_zones", "spread");

  @Override
  public Page page() {
    return new Page(
        "A003",
        Severity.INFO,
        "all replicas of a service stand in one place",
        "Replicas protect against the loss of one of them, not of the place they share. Where the"
            + " place itself is spread over zones, say so on it (multi_az true, or zones [...]);"
            + " elsewhere place the service a second time. Deployments on one machine (runtime"
            + " \"process\") are not asked.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node Rack "Rack" { containerInstance Shop.API { replicas 4 } }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node Cluster "Cluster" {
            multi_az true
            containerInstance Shop.API { replicas 4 }
          }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    for (Deployment deployment : model.deployments()) {
      if (deployment.properties().text("runtime").equals(Optional.of("process"))) {
        continue;
      }
      Site site = Site.of(deployment);
      for (Service service : deployment.services()) {
        Service.Placement only = service.placements().getFirst();
        if (service.placements().size() == 1
            && service.candidate().isEmpty()
            && only.replicas() > 1
            && SPREAD.stream().noneMatch(key -> site.says(only, key))) {
          findings.add(
              page(),
              site.instance(only).span(),
              "all "
                  + only.replicas()
                  + " replicas of "
                  + service.element()
                  + " stand in "
                  + only.node(),
              "say multi_az true where that is spread over zones, or place it in a second node");
        }
      }
    }
  }
}
