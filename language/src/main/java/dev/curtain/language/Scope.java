package dev.curtain.language;

/** What surrounds a statement, as far as its form depends on it. */
enum Scope {
  FILE,
  /** Inside {@code specification}, where {@code element domain} declares a kind. */
  SPECIFICATION,
  /** Inside a system, container and the like. */
  ELEMENT,
  /** Inside a deployment or node. */
  PLACE,
  /** Inside a view. */
  VIEW,
  /** Inside a scenario or flow. */
  STEPS,
  /** Inside anything else: properties, and whatever looks like a relation. */
  BODY;

  /** Whether things may be declared here; elsewhere {@code a = b} is a property. */
  boolean declares() {
    return this == FILE || this == ELEMENT || this == PLACE;
  }

  static Scope of(String kind) {
    if (Vocabulary.STEPPED.contains(kind)) {
      return STEPS;
    }
    return Vocabulary.GOVERNANCE.contains(kind) || Vocabulary.DECLARERS.contains(kind)
        ? BODY
        : ELEMENT;
  }
}
