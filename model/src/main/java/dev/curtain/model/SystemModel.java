package dev.curtain.model;

import java.util.List;

/** Everything one text says, resolved. */
public record SystemModel(
    List<Element> elements,
    List<Relation> relations,
    List<Deployment> deployments,
    List<View> views,
    List<Flag> flags) {
  public SystemModel {
    elements = List.copyOf(elements);
    relations = List.copyOf(relations);
    deployments = List.copyOf(deployments);
    views = List.copyOf(views);
    flags = List.copyOf(flags);
  }
}
