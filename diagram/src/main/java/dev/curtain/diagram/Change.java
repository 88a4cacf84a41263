package dev.curtain.diagram;

/** What became of something between two models. */
public enum Change {
  NONE,
  ADDED,
  REMOVED,
  CHANGED
}
