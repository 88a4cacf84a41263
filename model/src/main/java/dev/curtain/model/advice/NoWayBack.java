package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Instance;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;
import java.time.Duration;

/** A change after which the version before is not there any more. */
final class NoWayBack implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A018",
        Severity.WARNING,
        "a change without a way back",
        "A rollback is a change of route to the version that still runs. With recreate the old"
            + " version is ended before the new one begins, and with soak 0 it is ended the moment"
            + " the new one has all traffic: what is then called a rollback is a deployment in a"
            + " hurry.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" { containerInstance Shop.API { deployment_strategy "recreate" } }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" { containerInstance Shop.API { deployment_strategy "blue-green" soak "30m" } }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    for (Deployment deployment : model.deployments()) {
      Site site = Site.of(deployment);
      for (Service service : deployment.services()) {
        Instance first = site.first(service);
        if (service.strategy().label().equals("recreate")) {
          findings.add(
              page(),
              first.span(),
              service.element()
                  + " is recreated: the old version is ended before the new one begins",
              "use blue-green or rolling, or allow it where two versions cannot run side by side");
        } else if (service.release().soak().filter(Duration::isZero).isPresent()) {
          findings.add(
              page(),
              first.span(),
              service.element() + " does not soak: the old version is ended with the last step",
              "keep it warm for a while: soak \"30m\"");
        }
      }
    }
  }
}
