package dev.curtain.diagram;

import dev.curtain.model.Deployment;
import dev.curtain.model.Difference;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.util.Optional;

/** Pictures of a model. */
public final class Diagrams {
  private Diagrams() {}

  /** How far one looks into a model: the levels of C4. */
  public enum Level {
    /** People and systems. */
    CONTEXT,
    /** What systems are made of. */
    CONTAINER,
    /** What containers are made of. */
    COMPONENT
  }

  /** The elements that a view shows; all of them where none is given. */
  public static Picture logical(SystemModel model, Optional<View> view) {
    return LogicalPicture.of(
        model, view.map(each -> ViewSpec.of(each, model)).orElseGet(() -> ViewSpec.whole(model)));
  }

  /**
   * One level of the model, without any view.
   *
   * @param of the element looked into; without it the whole model down to the level
   */
  public static Picture level(SystemModel model, Level level, Optional<String> of) {
    return LogicalPicture.level(model, level, of);
  }

  /** Where everything runs in one deployment. */
  public static Picture deployment(SystemModel model, Deployment deployment) {
    return DeploymentPicture.of(model, deployment);
  }

  /** Two pictures of two models as one, with what differs marked. */
  public static Picture difference(Picture before, Picture after, Difference difference) {
    return DifferencePicture.of(before, after, difference);
  }
}
