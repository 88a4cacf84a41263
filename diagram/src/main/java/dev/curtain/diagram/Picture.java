package dev.curtain.diagram;

import java.util.List;

/** What is shown, before anybody has said where. */
public record Picture(String title, List<Box> boxes, List<Edge> edges) {
  public Picture {
    boxes = List.copyOf(boxes);
    edges = List.copyOf(edges);
  }

  /** An arrow between two boxes of the picture, by their ids; the label may be empty. */
  public record Edge(String from, String to, String label) {}
}
