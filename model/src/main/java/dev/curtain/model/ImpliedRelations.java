package dev.curtain.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What relations say about the parents of what they connect: a user who calls {@code Shop.API} uses
 * {@code Shop}.
 */
public final class ImpliedRelations {
  private ImpliedRelations() {}

  /**
   * For every relation at the top of a file, one between each parent of its ends that the text does
   * not relate itself, with the label of the first relation that implies it. What is written in the
   * body of an element is a detail of that element, and implies nothing about what is around it.
   * Nothing is related to its own parent. This is how the language's first implementation reads it.
   */
  public static List<Relation> of(SystemModel model) {
    Set<Ends> known = new HashSet<>();
    model.relations().forEach(relation -> known.add(new Ends(relation.from(), relation.to())));
    List<Relation> implied = new ArrayList<>();
    for (Relation relation : model.relations()) {
      if (!relation.scope().isEmpty()) {
        continue;
      }
      for (String to : withParents(relation.to())) {
        for (String from : withParents(relation.from())) {
          if (!within(from, to) && !within(to, from) && known.add(new Ends(from, to))) {
            implied.add(
                new Relation(from, to, relation.label(), Properties.NONE, "", relation.span()));
          }
        }
      }
    }
    return implied;
  }

  private record Ends(String from, String to) {}

  private static boolean within(String path, String parent) {
    return path.equals(parent) || path.startsWith(parent + ".");
  }

  /** The path itself first, then its parents from the inside out. */
  private static List<String> withParents(String path) {
    List<String> paths = new ArrayList<>(List.of(path));
    for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      paths.add(path.substring(0, dot));
    }
    return paths;
  }
}
