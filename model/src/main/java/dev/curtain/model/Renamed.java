package dev.curtain.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A deployment as if it were called something else, so that two of them can be compared. */
final class Renamed {
  private final String from;
  private final String to;

  private Renamed(String from, String to) {
    this.from = from + "/";
    this.to = to + "/";
  }

  static Deployment of(Deployment deployment, String id) {
    Renamed names = new Renamed(deployment.id(), id);
    return new Deployment(
        id,
        deployment.title(),
        deployment.properties(),
        names.nodes(deployment.nodes()),
        deployment.services().stream().map(names::service).toList(),
        deployment.span());
  }

  private List<Node> nodes(List<Node> nodes) {
    return nodes.stream()
        .map(node ->
            new Node(
                node.id(),
                path(node.path()),
                node.title(),
                node.properties(),
                nodes(node.nodes()),
                node.instances().stream().map(this::instance).toList(),
                node.span()))
        .toList();
  }

  private Instance instance(Instance instance) {
    return new Instance(
        instance.element(),
        path(instance.path()),
        instance.properties(),
        instance.trafficShare(),
        instance.span());
  }

  private Service service(Service service) {
    return new Service(
        service.element(),
        service.title(),
        service.version(),
        placements(service.placements()),
        service
            .candidate()
            .map(each ->
                new Service.Candidate(each.version(), placements(each.placements()), each.share())),
        service.strategy(),
        service.rollback(),
        service.release(),
        service.launch(),
        configurations(service.configurations()));
  }

  private Configurations configurations(Configurations configurations) {
    Map<String, Map<String, Configuration>> versions = new LinkedHashMap<>();
    configurations
        .versions()
        .forEach((version, places) -> {
          Map<String, Configuration> renamed = new LinkedHashMap<>();
          places.forEach((node, each) -> renamed.put(path(node), each));
          versions.put(version, renamed);
        });
    return new Configurations(versions);
  }

  private List<Service.Placement> placements(List<Service.Placement> placements) {
    return placements.stream().map(this::placement).toList();
  }

  private Service.Placement placement(Service.Placement each) {
    return new Service.Placement(
        path(each.path()),
        path(each.node()),
        each.region(),
        each.replicas(),
        each.share(),
        each.standby());
  }

  private String path(String path) {
    return path.startsWith(from) ? to + path.substring(from.length()) : path;
  }
}
