package dev.curtain.server.engine;

import dev.curtain.model.Deployment;
import java.util.Optional;

/**
 * The model as its file says it now. What a version runs with and how it takes over is read from it
 * whenever a rollout is planned; where services run stays as it was raised.
 */
@FunctionalInterface
public interface ModelNow {
  /** Nobody looks: the model is what was raised. */
  ModelNow AS_RAISED = Optional::empty;

  /**
   * Empty: it is what was raised.
   *
   * @throws Refused where it cannot be used, in words that say why and what to do
   */
  Optional<Deployment> read() throws Refused;
}
