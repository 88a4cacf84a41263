package dev.curtain.cli;

import dev.curtain.diagram.Diagrams;
import dev.curtain.diagram.Picture;
import dev.curtain.diagram.Structurizr;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      "  curtain view shop.sruja --deployment Production --theme dark -o shop.png"
    })
final class ViewCommand implements Callable<Integer> {
  private static final List<String> FORMATS =
      List.of("svg", "png", "mermaid", "d2", "structurizr", "json");

  @Mixin private final Settings settings;

  @Parameters(paramLabel = "FILE", description = "The model.")
  private String file = "";

  @Option(names = "--view", paramLabel = "ID", description = "A view that the model declares.")
  private Optional<String> view = Optional.empty();

  @Option(names = "--deployment", paramLabel = "ID", description = "Where everything runs in it.")
  private Optional<String> deployment = Optional.empty();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "context, container or component: how far to look into the model.")
  private Optional<String> level = Optional.empty();

  @Option(
      names = "--of",
      paramLabel = "PATH",
      description = "With --level: the element to look into.")
  private Optional<String> of = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "svg, png, mermaid, d2, structurizr (the whole model) or json; otherwise as OUT ends.")
  private Optional<String> format = Optional.empty();

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Mixin private Pictures pictures = new Pictures();

  ViewCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    String chosen = json ? "json" : pictures.chosen(format, FORMATS, "svg");
    long choices = Stream.of(view, deployment, level).filter(Optional::isPresent).count();
    if (choices > 1) {
      throw Failure.usage("--view, --deployment and --level: choose one of them");
    }
    if (of.isPresent() && level.isEmpty()) {
      throw Failure.usage("--of " + of.get() + ": say --level container or component too");
    }
    pictures.theme();
    ModelFile model = ModelFile.readValid(file, screen);
    if (chosen.equals("structurizr")) {
      pictures.write(Structurizr.of(model.resolution().model(), title(file)), screen);
    } else {
      pictures.write(picture(model), chosen, screen);
    }
    return ExitCode.GOOD;
  }

  private static String title(String file) {
    Path name = Path.of(file).getFileName();
    return name == null ? file : name.toString().replaceFirst("\\.sruja$", "");
  }

  private Picture level(SystemModel model, String asked) {
    Diagrams.Level chosen =
        switch (asked) {
          case "context" -> Diagrams.Level.CONTEXT;
          case "container" -> Diagrams.Level.CONTAINER;
          case "component" -> Diagrams.Level.COMPONENT;
          default ->
              throw Failure.usage(
                  "--level " + asked + " (expected: context, container or component)");
        };
    of.ifPresent(path -> {
      if (model.elements().stream().noneMatch(each -> each.path().equals(path))) {
        throw Failure.usage(
            "--of " + path + ": no such element (curtain model " + file + " lists them)");
      }
    });
    return Diagrams.level(model, chosen, of);
  }

  /** What is asked for; else the first view, else all elements, else, without any, the places. */
  private Picture picture(ModelFile file) {
    SystemModel model = file.resolution().model();
    if (level.isPresent()) {
      return level(model, level.get());
    }
    boolean placesOnly = model.elements().isEmpty() && !model.deployments().isEmpty();
    if (deployment.isPresent() || placesOnly && view.isEmpty()) {
      return Diagrams.deployment(
          model,
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
