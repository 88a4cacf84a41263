package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A part of a deployed system that runs nowhere. */
final class NeverDeployed implements Advice {
  private static final Set<String> RUNNING = Set.of("container", "database", "datastore", "queue");

  @Override
  public Page page() {
    return new Page(
        "A014",
        Severity.INFO,
        "a part of a deployed system runs nowhere",
        "Its neighbours are placed and it is not: either a place was forgotten, or it is somebody"
            + " else's (external true), or gone. Systems of which nothing is placed are not asked.",
        """
        Shop = system "Shop" {
          API = container "API"
          Jobs = container "Jobs"
        }
        deployment P "P" { node A "A" { containerInstance Shop.API } }
        """,
        """
        Shop = system "Shop" {
          API = container "API"
          Jobs = container "Jobs"
        }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.API
            containerInstance Shop.Jobs
          }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    Set<String> deployed = new HashSet<>();
    Set<String> systems = new HashSet<>();
    for (Deployment deployment : model.deployments()) {
      for (Service service : deployment.services()) {
        String path = service.element();
        deployed.add(path);
        systems.add(parent(path));
        while (path.contains(".")) {
          path = parent(path);
          deployed.add(path);
        }
      }
    }
    for (Element element : model.elements()) {
      boolean external = element.properties().text("external").equals(Optional.of("true"));
      if (RUNNING.contains(element.kind())
          && !external
          && systems.contains(element.parent().orElse(""))
          && element.parent().isPresent()
          && !deployed.contains(element.path())) {
        findings.add(
            page(),
            element.span(),
            element.path() + " is part of a deployed system and runs nowhere",
            "place it with containerInstance " + element.path() + ", or say external true");
      }
    }
  }

  private static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }
}
