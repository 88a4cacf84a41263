package dev.curtain.model;

import java.util.List;

/**
 * Everything one text says, resolved.
 *
 * @param styles what stands under {@code style} and {@code styles} outside of views, for all of
 *     them
 */
public record SystemModel(
    List<Element> elements,
    List<Relation> relations,
    List<Deployment> deployments,
    List<View> views,
    Properties styles,
    List<Flag> flags) {
  public SystemModel {
    elements = List.copyOf(elements);
    relations = List.copyOf(relations);
    deployments = List.copyOf(deployments);
    views = List.copyOf(views);
    flags = List.copyOf(flags);
  }

  /**
   * The same with one of its deployments alone, as if that were called something else: so that two
   * of them can be compared.
   *
   * @param deployment one of {@link #deployments}
   */
  public SystemModel only(Deployment deployment, String id) {
    return new SystemModel(
        elements, relations, List.of(Renamed.of(deployment, id)), views, styles, flags);
  }
}
