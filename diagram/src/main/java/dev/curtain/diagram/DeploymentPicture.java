package dev.curtain.diagram;

import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Properties;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nodes in nodes, and what runs on them: which version, how often, with what share. */
final class DeploymentPicture {
  private final Map<String, String> titles = new HashMap<>();
  private final Set<String> candidates = new HashSet<>();

  private final Map<String, Element> elements = new HashMap<>();

  private DeploymentPicture(SystemModel model, Deployment deployment) {
    model.elements().forEach(element -> elements.put(element.path(), element));
    for (Service service : deployment.services()) {
      titles.put(service.element(), service.title());
      service
          .candidate()
          .ifPresent(candidate ->
              candidate.placements().forEach(placement -> candidates.add(placement.path())));
    }
  }

  static Picture of(SystemModel model, Deployment deployment) {
    DeploymentPicture picture = new DeploymentPicture(model, deployment);
    String title = deployment.title().isBlank() ? deployment.id() : deployment.title();
    return new Picture(title, deployment.nodes().stream().map(picture::node).toList(), List.of());
  }

  private Box node(Node node) {
    List<Box> inside = new ArrayList<>(node.instances().stream().map(this::instance).toList());
    node.nodes().forEach(child -> inside.add(node(child)));
    List<String> facts = new ArrayList<>();
    node.properties().text("region").ifPresent(facts::add);
    node.properties().text("traffic").ifPresent(share -> facts.add(share + " % of the traffic"));
    node.properties().text("status").ifPresent(facts::add);
    boolean standby = node.properties().text("status").filter("standby"::equals).isPresent();
    return new Box(
        node.path(),
        node.title().isBlank() ? node.id() : node.title(),
        facts.isEmpty() ? List.of() : List.of(String.join(" · ", facts)),
        "node",
        standby ? Box.Tone.STANDBY : Box.Tone.NORMAL,
        inside);
  }

  private Box instance(Instance instance) {
    List<String> lines = new ArrayList<>();
    List<String> first = new ArrayList<>();
    instance.properties().text("version").ifPresent(first::add);
    instance
        .properties()
        .text("replicas")
        .ifPresent(count -> first.add(count + (count.equals("1") ? " replica" : " replicas")));
    instance.properties().text("role").ifPresent(first::add);
    if (!first.isEmpty()) {
      lines.add(String.join(" · ", first));
    }
    instance
        .properties()
        .text("status")
        .filter(each -> !each.equals("active"))
        .ifPresent(lines::add);
    promise(instance).ifPresent(lines::add);
    boolean candidate = candidates.contains(instance.path());
    boolean idle = instance.trafficShare() == 0;
    lines.add(idle ? "no traffic" : percent(instance.trafficShare()) + " of the traffic");
    Box.Tone tone = candidate ? Box.Tone.CANDIDATE : idle ? Box.Tone.STANDBY : Box.Tone.NORMAL;
    return new Box(
        instance.path(),
        titles.getOrDefault(instance.element(), instance.element()),
        lines,
        "instance",
        tone,
        List.of());
  }

  /** What is promised here, else everywhere: {@code SLO 99.9%, p95 200ms}. */
  private Optional<String> promise(Instance instance) {
    Element element = elements.get(instance.element());
    Properties everywhere = element == null ? Properties.NONE : element.properties();
    Optional<Properties> slo = instance.properties().block("slo").or(() -> everywhere.block("slo"));
    List<String> promises = new ArrayList<>();
    slo.flatMap(block -> block.block("availability"))
        .flatMap(block -> block.text("target"))
        .ifPresent(promises::add);
    slo.flatMap(block -> block.block("latency"))
        .ifPresent(block -> {
          for (String quantile : List.of("p95", "p99", "p90", "p50")) {
            if (block.text(quantile).isPresent()) {
              promises.add(quantile + " " + block.text(quantile).get());
              break;
            }
          }
        });
    slo.flatMap(block -> block.block("error_rate"))
        .flatMap(block -> block.text("target"))
        .ifPresent(target -> promises.add("errors " + target));
    return promises.isEmpty()
        ? Optional.empty()
        : Optional.of("SLO " + String.join(", ", promises));
  }

  private static String percent(double share) {
    BigDecimal rounded =
        BigDecimal.valueOf(share).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString() + " %";
  }
}
