package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Likeness;
import dev.curtain.model.Node;
import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import dev.curtain.model.SystemModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A key that means nothing, and is nearly one that does. */
final class MisspelledKey implements Advice {
  private static final List<String> PLACED =
      List.of(
          "version",
          "replicas",
          "min_replicas",
          "max_replicas",
          "traffic",
          "memory",
          "region",
          "status",
          "deployment_strategy",
          "canary_percentage",
          "rolling_update",
          "auto_rollback",
          "canary",
          "blue_green",
          "shadow",
          "rings",
          "recreate",
          "return_window",
          "gates",
          "windows");

  /** Shorter words are near too many others. */
  private static final int SHORTEST = 5;

  /** Words that somebody uses beside a key that they are near. */
  private static final Set<String> WORDS =
      Set.of("versions", "regions", "state", "states", "statuses", "canaries", "gate", "window");

  private static final Map<String, List<String>> INSIDE =
      Map.of(
          "slo", List.of("availability", "latency", "error_rate", "throughput"),
          "availability", List.of("target", "window", "current"),
          "error_rate", List.of("target", "window", "current"),
          "auto_rollback", List.of("enabled", "error_rate", "latency_p95", "trigger_time"),
          "rolling_update", List.of("max_unavailable", "max_surge"),
          "canary", List.of("steps", "watch", "watches", "evidence_driven", "baseline_pair"));

  @Override
  public Page page() {
    return new Page(
        "A020",
        Severity.WARNING,
        "a key that means nothing is nearly one that does",
        "Unknown keys are kept, because they are somebody's data. One that differs from a known key"
            + " by a letter or two is a slip more often, and what it was to say is not done: a"
            + " misspelled share of traffic is no share.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" { containerInstance Shop.API { versoin "v1" } }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" { containerInstance Shop.API { version "v1" } }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    Set<String> paths = model.elements().stream().map(Element::path).collect(Collectors.toSet());
    for (Element element : model.elements()) {
      block(
          element.path(),
          "",
          element.properties(),
          List.of("technology", "description", "slo"),
          findings);
    }
    for (Deployment deployment : model.deployments()) {
      deployment.nodes().forEach(node -> node(node, paths, findings));
    }
  }

  private void node(Node node, Set<String> paths, Findings findings) {
    node.properties()
        .values()
        .forEach((key, value) -> {
          String name = value instanceof PropertyValue.Block ? key : "";
          boolean element =
              paths.contains(name)
                  || !name.isEmpty() && paths.stream().anyMatch(path -> path.endsWith("." + name));
          if (element) {
            findings.add(
                page(),
                value.span(),
                key
                    + " is an element, and stands in "
                    + node.path()
                    + " as a property: it does not run there",
                "write containerInstance " + key + " { … }");
          }
        });
    block(node.path(), "", node.properties(), List.of("status", "traffic", "region"), findings);
    for (Instance instance : node.instances()) {
      block(instance.path(), "", instance.properties(), PLACED, findings);
    }
    node.nodes().forEach(each -> node(each, paths, findings));
  }

  private void block(
      String where, String block, Properties properties, List<String> known, Findings findings) {
    properties
        .values()
        .forEach((key, value) -> {
          Optional<String> meant = known.contains(key) ? Optional.empty() : meant(key, known);
          meant
              .filter(each -> properties.get(each).isEmpty())
              .ifPresent(each ->
                  findings.add(
                      page(),
                      value.span(),
                      (block.isEmpty() ? "" : block + ": ")
                          + "\""
                          + key
                          + "\" of "
                          + where
                          + " means nothing",
                      "did you mean " + each + "?"));
          if (block.equals("slo")
              && known.contains(key)
              && !(value instanceof PropertyValue.Block)) {
            findings.add(
                page(),
                value.span(),
                "slo: " + key + " of " + where + " is no block, and promises nothing",
                "write " + key + " { " + (key.equals("latency") ? "p95" : "target") + " … }");
          }
          List<String> inner = INSIDE.get(key);
          if (inner != null && value instanceof PropertyValue.Block inside) {
            block(where, key, inside.properties(), inner, findings);
          }
        });
  }

  private static Optional<String> meant(String key, List<String> known) {
    if (key.length() < SHORTEST || WORDS.contains(key)) {
      return Optional.empty();
    }
    return known.stream()
        .filter(each -> each.length() >= SHORTEST)
        .filter(each -> Likeness.distance(key, each) <= (each.length() >= 7 ? 2 : 1))
        .findFirst();
  }
}
