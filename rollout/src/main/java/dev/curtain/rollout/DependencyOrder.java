package dev.curtain.rollout;

import dev.curtain.model.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of some services another one needs, by the relations of the model. Pure. */
public final class DependencyOrder {
  private DependencyOrder() {}

  /**
   * The services with whoever is depended on first; where nothing says otherwise, as given. A
   * relation of a part is one of the whole, and one by way of others counts.
   *
   * @throws PlanRefused if some depend on each other
   */
  public static List<String> of(List<String> services, List<Relation> relations)
      throws PlanRefused {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    for (String service : services) {
      needs.put(service, needed(service, services, relations));
    }
    List<String> order = new ArrayList<>();
    while (order.size() < services.size()) {
      String next =
          services.stream()
              .filter(each -> !order.contains(each))
              .filter(each -> order.containsAll(needs.getOrDefault(each, Set.of())))
              .findFirst()
              .orElseThrow(() ->
                  new PlanRefused(
                      String.join(
                              ", ",
                              services.stream().filter(each -> !order.contains(each)).toList())
                          + " depend on each other: there is no order for them (expected: without"
                          + " --in-order, they change over at the same time)"));
      order.add(next);
    }
    return order;
  }

  /** Everything that can be reached from a service, as far as it is one of them. */
  private static Set<String> needed(
      String service, List<String> services, List<Relation> relations) {
    Set<String> seen = new LinkedHashSet<>(Set.of(service));
    List<String> open = new ArrayList<>(List.of(service));
    Set<String> needed = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      String element = open.removeLast();
      for (Relation relation : relations) {
        if (within(relation.from(), element) && seen.add(relation.to())) {
          open.add(relation.to());
          services.stream()
              .filter(other -> !other.equals(service) && within(relation.to(), other))
              .forEach(needed::add);
        }
      }
    }
    return needed;
  }

  private static boolean within(String element, String whole) {
    return element.equals(whole) || element.startsWith(whole + ".");
  }
}
