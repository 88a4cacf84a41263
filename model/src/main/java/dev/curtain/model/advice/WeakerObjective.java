package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Element;
import dev.curtain.model.SystemModel;
import java.util.HashMap;
import java.util.Map;

/** A place that promises less than the service it runs. */
final class WeakerObjective implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A012",
        Severity.WARNING,
        "an instance promises less than its container",
        "The objective of an instance holds in its place instead of the container's. Where it is"
            + " weaker, the promise made for the service is not the one that is kept.",
        """
        Shop = system "Shop" {
          API = container "API" { slo { availability { target "99.9%" } } }
        }
        deployment P "P" {
          node A "A" { containerInstance Shop.API { slo { availability { target "99%" } } } }
        }
        """,
        """
        Shop = system "Shop" {
          API = container "API" { slo { availability { target "99.9%" } } }
        }
        deployment P "P" {
          node A "A" { containerInstance Shop.API { slo { availability { target "99.95%" } } } }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    Map<String, Element> elements = new HashMap<>();
    model.elements().forEach(element -> elements.put(element.path(), element));
    Instances.all(model)
        .forEach(instance -> {
          Element element = elements.get(instance.element());
          if (element == null) {
            return;
          }
          Objectives promised = Objectives.of(element.properties());
          Objectives.of(instance.properties())
              .figures()
              .forEach((name, here) -> {
                Objectives.Objective there = promised.figures().get(name);
                if (there != null && weaker(here, there)) {
                  findings.add(
                      page(),
                      here.span(),
                      name
                          + " of "
                          + instance.path()
                          + ": \""
                          + here.text()
                          + "\" is weaker than the container's \""
                          + there.text()
                          + "\"",
                      "make it at least as strict, or weaken the container's");
                }
              });
        });
  }

  private static boolean weaker(Objectives.Objective here, Objectives.Objective there) {
    return there.higherIsStricter()
        ? here.figure() < there.figure()
        : here.figure() > there.figure();
  }
}
