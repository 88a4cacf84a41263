package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A strategy that decides on evidence, for something of which there is none. */
final class NothingMeasured implements Advice {
  private static final Set<String> ON_EVIDENCE =
      Set.of("canary", "blue-green", "shadow", "ab", "ring");
  private static final Set<String> SILENT = Set.of("database", "datastore", "queue");

  @Override
  public Page page() {
    return new Page(
        "A019",
        Severity.WARNING,
        "a strategy that decides on evidence, where nothing is measured",
        "A verdict comes from the requests that the router counts. Databases and queues are not"
            + " behind it, and neither is a process that is given no port; without metrics of their"
            + " own (metrics \"/metrics\") such a rollout can only end inconclusive.",
        """
        Shop = system "Shop" { Mailer = container "Mailer" { run "mailer --version {version}" } }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.Mailer {
              canary_percentage 10
              auto_rollback { error_rate "> 1%" }
            }
          }
        }
        """,
        """
        Shop = system "Shop" {
          Mailer = container "Mailer" { run "mailer --version {version}" metrics "/metrics" }
        }
        deployment P "P" {
          node A "A" {
            containerInstance Shop.Mailer {
              canary_percentage 10
              auto_rollback { error_rate "> 1%" }
            }
          }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    Map<String, Element> elements = new HashMap<>();
    model.elements().forEach(element -> elements.put(element.path(), element));
    for (Deployment deployment : model.deployments()) {
      Site site = Site.of(deployment);
      for (Service service : deployment.services()) {
        Instance first = site.first(service);
        Optional<Element> element = Optional.ofNullable(elements.get(service.element()));
        boolean measured =
            first.properties().get("metrics").isPresent()
                || element.flatMap(each -> each.properties().get("metrics")).isPresent();
        boolean silent = element.filter(each -> SILENT.contains(each.kind())).isPresent();
        boolean portless =
            service.launch().run().filter(run -> !run.contains("{port}")).isPresent()
                && element.flatMap(each -> each.properties().get("port")).isEmpty();
        if (ON_EVIDENCE.contains(service.strategy().label()) && !measured && (silent || portless)) {
          findings.add(
              page(),
              first.span(),
              "nothing measures "
                  + service.element()
                  + (silent
                      ? ", a " + element.map(Element::kind).orElse("")
                      : ", which is given no port")
                  + ": a "
                  + service.strategy().label()
                  + " of it has nothing to decide on",
              "say where its metrics are (metrics \"/metrics\"), or use a rolling update");
        }
      }
    }
  }
}
