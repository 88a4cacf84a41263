package dev.curtain.simulation;

import java.util.Optional;

/**
 * Something that is so after every event, in every world. Each has a name of its own; one instance
 * is for one world.
 */
public interface Invariant {
  /** What is promised, as a sentence. */
  String promise();

  /** What is wrong after the latest event; empty where the promise is kept. */
  Optional<String> broken(Sight world);

  /** What is wrong at the end, when everything has come to rest. */
  default Optional<String> brokenAtRest(Sight world) {
    return Optional.empty();
  }

  /** The name that a violation is told by. */
  default String name() {
    return getClass().getSimpleName();
  }
}
