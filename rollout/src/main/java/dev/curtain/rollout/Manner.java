package dev.curtain.rollout;

/** How the services that move go together. */
public enum Manner {
  /** Each by itself. */
  ALONE,
  /** As a set, in one route table. */
  TOGETHER,
  /** As a set, one after the other, whoever is depended on first. */
  IN_ORDER
}
