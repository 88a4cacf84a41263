package dev.curtain.cli;

import dev.curtain.language.Diagnostic;
import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Relation;
import dev.curtain.model.SystemModel;
import dev.curtain.rollout.Shares;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.ModelDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain model FILE}: what a text means. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Show what a model means: elements, relations, and where everything runs.",
    footer = {
      "",
      "Examples:",
      "  curtain model shop.sruja",
      "  curtain model shop.sruja --format json"
    })
final class ModelCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "FILE", description = "The model.")
  private String file = "";

  ModelCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    ModelFile model = ModelFile.read(file);
    for (Diagnostic diagnostic : model.resolution().diagnostics()) {
      if (diagnostic.isError()) {
        screen.message(ModelFile.describe(screen, model.source(diagnostic), diagnostic));
      }
    }
    if (output.json()) {
      screen.line(Documents.pretty(ModelDocument.of(model.resolution().model())));
    } else {
      print(screen, model.resolution().model());
    }
    return model.resolution().hasErrors() ? ExitCode.NO : ExitCode.GOOD;
  }

  private static void print(Screen screen, SystemModel model) {
    for (Element element : model.elements()) {
      int depth = (int) element.path().chars().filter(c -> c == '.').count();
      screen.line(
          "  ".repeat(depth)
              + screen.styled(element.path(), Screen.Style.BOLD)
              + "  "
              + screen.styled(element.kind(), Screen.Style.DIM)
              + "  "
              + element.title());
    }
    for (Relation relation : model.relations()) {
      screen.line(
          relation.from()
              + " → "
              + relation.to()
              + (relation.label().isEmpty() ? "" : "  “" + relation.label() + "”"));
    }
    for (Deployment deployment : model.deployments()) {
      screen.line("");
      screen.line(screen.styled(deployment.id(), Screen.Style.BOLD) + "  " + deployment.title());
      deployment.nodes().forEach(node -> print(screen, node, 1));
    }
  }

  private static void print(Screen screen, Node node, int depth) {
    screen.line(
        "  ".repeat(depth) + node.id() + "  " + screen.styled(node.title(), Screen.Style.DIM));
    for (Instance instance : node.instances()) {
      screen.line(
          "  ".repeat(depth + 1)
              + screen.styled(instance.element(), Screen.Style.CYAN)
              + instance.properties().text("version").map(version -> " " + version).orElse("")
              + instance
                  .properties()
                  .text("replicas")
                  .map(count -> "  " + count + " replicas")
                  .orElse("")
              + "  "
              + Shares.percent(instance.trafficShare())
              + " of the traffic");
    }
    node.nodes().forEach(child -> print(screen, child, depth + 1));
  }
}
