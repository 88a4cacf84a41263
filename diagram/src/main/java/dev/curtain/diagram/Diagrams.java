package dev.curtain.diagram;

import dev.curtain.model.Deployment;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.util.Optional;

/** Pictures of a model. */
public final class Diagrams {
  private Diagrams() {}

  /** The elements that a view shows; all of them where none is given. */
  public static Picture logical(SystemModel model, Optional<View> view) {
    return LogicalPicture.of(model, view);
  }

  /** Where everything runs in one deployment. */
  public static Picture deployment(Deployment deployment) {
    return DeploymentPicture.of(deployment);
  }
}
