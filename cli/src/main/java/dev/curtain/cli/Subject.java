package dev.curtain.cli;

import dev.curtain.model.Deployment;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model and the deployment that a command is about. */
final class Subject {
  @Parameters(paramLabel = "FILE", description = "The model.")
  private String file = "";

  @Option(
      names = "--deployment",
      paramLabel = "ID",
      description = "Which deployment, where the model has several.")
  private Optional<String> deployment = Optional.empty();

  String file() {
    return file;
  }

  /** Reads the model; with an error in it, the command ends. */
  ModelFile read(Screen screen) {
    return ModelFile.readValid(file, screen);
  }

  /** The deployment asked for, or the only one; empty where nothing is placed. */
  Optional<Deployment> placed(ModelFile model) {
    return model.deployment(deployment).filter(each -> !each.services().isEmpty());
  }
}
