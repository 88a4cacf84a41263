package dev.curtain.diagram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows for the boxes of one level, so that arrows lead downwards where they can: the longest path
 * decides the row, and within a row everyone stands near those above that lead to it.
 */
final class Ranks {
  private final int size;
  private final List<List<Integer>> next = new ArrayList<>();
  private final boolean[] touched;

  private Ranks(int size) {
    this.size = size;
    this.touched = new boolean[size];
    for (int i = 0; i < size; i++) {
      next.add(new ArrayList<>());
    }
  }

  /** Rows of indices into {@code boxes}; what no arrow touches comes last, in one row. */
  static List<List<Integer>> of(List<Box> boxes, List<Picture.Edge> edges) {
    Map<String, Integer> owner = new HashMap<>();
    for (int i = 0; i < boxes.size(); i++) {
      own(boxes.get(i), i, owner);
    }
    Ranks ranks = new Ranks(boxes.size());
    for (Picture.Edge edge : edges) {
      int from = owner.getOrDefault(edge.from(), -1);
      int to = owner.getOrDefault(edge.to(), -1);
      if (from >= 0 && to >= 0 && from != to) {
        ranks.next.get(from).add(to);
        ranks.touched[from] = true;
        ranks.touched[to] = true;
      }
    }
    return ranks.rows();
  }

  private static void own(Box box, int index, Map<String, Integer> owner) {
    owner.put(box.id(), index);
    box.children().forEach(child -> own(child, index, owner));
  }

  private List<List<Integer>> rows() {
    int[] rank = new int[size];
    int[] state = new int[size];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      visit(i, state, order);
    }
    // The order is that of leaving; an arrow to what is left later closes a cycle and counts not.
    int[] position = new int[size];
    for (int i = 0; i < order.size(); i++) {
      position[order.get(i)] = i;
    }
    for (int node : order.reversed()) {
      for (int to : next.get(node)) {
        if (position[to] < position[node]) {
          rank[to] = Math.max(rank[to], rank[node] + 1);
        }
      }
    }
    int last = Arrays.stream(rank).max().orElse(0);
    List<List<Integer>> rows = new ArrayList<>();
    for (int row = 0; row <= last + 1; row++) {
      rows.add(new ArrayList<>());
    }
    for (int i = 0; i < size; i++) {
      rows.get(touched[i] ? rank[i] : last + 1).add(i);
    }
    arrange(rows);
    rows.removeIf(List::isEmpty);
    return rows;
  }

  private void visit(int node, int[] state, List<Integer> order) {
    if (state[node] != 0) {
      return;
    }
    state[node] = 1;
    next.get(node).forEach(to -> visit(to, state, order));
    order.add(node);
  }

  private void arrange(List<List<Integer>> rows) {
    double[] place = new double[size];
    for (List<Integer> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        place[row.get(i)] = (i + 0.5) / row.size();
      }
    }
    for (int sweep = 0; sweep < 4; sweep++) {
      for (List<Integer> row : rows) {
        double[] wish = place.clone();
        for (int node : row) {
          wish[node] = neighbours(node, place);
        }
        row.sort(Comparator.comparingDouble(node -> wish[node]));
        for (int i = 0; i < row.size(); i++) {
          place[row.get(i)] = (i + 0.5) / row.size();
        }
      }
    }
  }

  private double neighbours(int node, double[] place) {
    double sum = 0;
    int count = 0;
    for (int other = 0; other < size; other++) {
      for (int to : next.get(other)) {
        if (to == node || other == node) {
          sum += place[to == node ? other : to];
          count++;
        }
      }
    }
    return count == 0 ? place[node] : sum / count;
  }
}
