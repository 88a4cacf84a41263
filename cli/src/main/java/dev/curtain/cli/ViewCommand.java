package dev.curtain.cli;

import dev.curtain.diagram.Diagrams;
import dev.curtain.diagram.Layout;
import dev.curtain.diagram.Mermaid;
import dev.curtain.diagram.Picture;
import dev.curtain.diagram.Svg;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import dev.curtain.server.document.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain view FILE}: a model as a picture. */
@Command(
    name = "view",
    mixinStandardHelpOptions = true,
    description = "Draw a model: its elements and relations, or where everything runs.",
    footer = {
      "",
      "Examples:",
      "  curtain view shop.sruja -o shop.svg",
      "  curtain view shop.sruja --deployment Production --format mermaid"
    })
final class ViewCommand implements Callable<Integer> {
  private static final List<String> FORMATS = List.of("svg", "mermaid", "json");

  @Mixin private final Settings settings;

  @Parameters(paramLabel = "FILE", description = "The model.")
  private String file = "";

  @Option(names = "--view", paramLabel = "ID", description = "A view that the model declares.")
  private Optional<String> view = Optional.empty();

  @Option(names = "--deployment", paramLabel = "ID", description = "Where everything runs in it.")
  private Optional<String> deployment = Optional.empty();

  @Option(names = "--format", paramLabel = "FORMAT", description = "svg, mermaid or json.")
  private String format = "svg";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "The file to write; without it, standard output.")
  private Optional<String> output = Optional.empty();

  ViewCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    if (!FORMATS.contains(format)) {
      throw Failure.usage("--format " + format + " (expected: " + String.join(", ", FORMATS) + ")");
    }
    if (view.isPresent() && deployment.isPresent()) {
      throw Failure.usage("--view and --deployment: choose one of them");
    }
    ModelFile model = ModelFile.readValid(file, screen);
    Picture picture = picture(model);
    String text =
        switch (format) {
          case "mermaid" -> Mermaid.of(picture);
          case "json" -> Documents.pretty(Layout.of(picture)) + "\n";
          default -> Svg.of(Layout.of(picture));
        };
    if (output.isEmpty()) {
      screen.line(text.stripTrailing());
    } else {
      try {
        Files.writeString(Path.of(output.get()), text);
      } catch (IOException e) {
        throw Failure.couldNot(output.get() + ": cannot be written: " + e.getMessage(), e);
      }
    }
    return ExitCode.GOOD;
  }

  /** What is asked for; else the first view, else all elements, else, without any, the places. */
  private Picture picture(ModelFile file) {
    SystemModel model = file.resolution().model();
    boolean placesOnly = model.elements().isEmpty() && !model.deployments().isEmpty();
    if (deployment.isPresent() || placesOnly && view.isEmpty()) {
      return Diagrams.deployment(
          file.deployment(deployment)
              .orElseThrow(() -> Failure.usage("--deployment: " + file.name() + " has none")));
    }
    if (view.isEmpty()) {
      return Diagrams.logical(model, model.views().stream().findFirst());
    }
    List<String> ids = model.views().stream().map(View::id).toList();
    return Diagrams.logical(
        model,
        Optional.of(
            model.views().stream()
                .filter(each -> each.id().equals(view.get()))
                .findFirst()
                .orElseThrow(() ->
                    Failure.usage(
                        "--view "
                            + view.get()
                            + ": no such view"
                            + (ids.isEmpty()
                                ? " (the model declares none)"
                                : " (there are: " + String.join(", ", ids) + ")")))));
  }
}
