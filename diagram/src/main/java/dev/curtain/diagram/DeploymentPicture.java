package dev.curtain.diagram;

import dev.curtain.model.Deployment;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Service;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes in nodes, and what runs on them: which version, how often, with what share. */
final class DeploymentPicture {
  private final Map<String, String> titles = new HashMap<>();
  private final Set<String> candidates = new HashSet<>();

  private DeploymentPicture(Deployment deployment) {
    for (Service service : deployment.services()) {
      titles.put(service.element(), service.title());
      service
          .candidate()
          .ifPresent(candidate ->
              candidate.placements().forEach(placement -> candidates.add(placement.path())));
    }
  }

  static Picture of(Deployment deployment) {
    DeploymentPicture picture = new DeploymentPicture(deployment);
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

  private static String percent(double share) {
    BigDecimal rounded =
        BigDecimal.valueOf(share).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString() + " %";
  }
}
