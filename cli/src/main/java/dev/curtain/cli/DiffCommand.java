package dev.curtain.cli;

import dev.curtain.diagram.Diagrams;
import dev.curtain.diagram.Picture;
import dev.curtain.model.Deployment;
import dev.curtain.model.Difference;
import dev.curtain.model.SystemModel;
import dev.curtain.server.document.Documents;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain diff A B}: what the second model says that the first does not. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Show what differs between two models, as text, JSON or a picture. Exit 1 where something"
            + " does.",
    footer = {
      "",
      "Examples:",
      "  curtain diff today.sruja tomorrow.sruja",
      "  curtain diff today.sruja tomorrow.sruja --deployment Production -o change.svg"
    })
final class DiffCommand implements Callable<Integer> {
  private static final List<String> FORMATS =
      List.of("text", "json", "svg", "png", "mermaid", "d2");

  @Mixin private final Settings settings;
  @Mixin private Pictures pictures = new Pictures();

  @Parameters(index = "0", paramLabel = "A", description = "The model as it was.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "B", description = "The model as it is.")
  private String after = "";

  @Option(
      names = "--deployment",
      paramLabel = "ID",
      description = "Draw this deployment instead of the elements.")
  private Optional<String> deployment = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, svg, png, mermaid or d2; otherwise as OUT ends.")
  private Optional<String> format = Optional.empty();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  DiffCommand(Settings settings) {
    this.settings = settings;
  }

  /** The difference as a program reads it. */
  record Document(boolean same, List<ChangeDocument> changes) {
    Document {
      changes = List.copyOf(changes);
    }
  }

  /** One thing of it. */
  record ChangeDocument(String change, String what, String path, List<Difference.Detail> details) {
    ChangeDocument {
      details = List.copyOf(details);
    }
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    String chosen = json ? "json" : pictures.chosen(format, FORMATS, "text");
    pictures.theme();
    SystemModel old = ModelFile.readValid(before, screen).resolution().model();
    SystemModel now = ModelFile.readValid(after, screen).resolution().model();
    Difference difference = Difference.between(old, now);
    switch (chosen) {
      case "json" -> pictures.write(Documents.pretty(document(difference)) + "\n", screen);
      case "text" -> pictures.write(text(difference, screen), screen);
      default ->
          pictures.write(
              Diagrams.difference(picture(old), picture(now), difference), chosen, screen);
    }
    return difference.entries().isEmpty() ? ExitCode.GOOD : ExitCode.NO;
  }

  private Picture picture(SystemModel model) {
    if (deployment.isEmpty()) {
      return Diagrams.logical(model, Optional.empty());
    }
    return model.deployments().stream()
        .filter(each -> each.id().equals(deployment.get()))
        .findFirst()
        .map(each -> Diagrams.deployment(model, each))
        .orElseThrow(() ->
            Failure.usage(
                "--deployment "
                    + deployment.get()
                    + ": not in both models (there are: "
                    + String.join(", ", model.deployments().stream().map(Deployment::id).toList())
                    + ")"));
  }

  private static Document document(Difference difference) {
    return new Document(
        difference.entries().isEmpty(),
        difference.entries().stream()
            .map(entry ->
                new ChangeDocument(
                    entry.kind().name().toLowerCase(Locale.ROOT),
                    entry.thing().name().toLowerCase(Locale.ROOT),
                    entry.path(),
                    entry.details()))
            .toList());
  }

  private static String text(Difference difference, Screen screen) {
    StringBuilder text = new StringBuilder();
    for (Difference.Entry entry : difference.entries()) {
      String line =
          switch (entry.kind()) {
                case ADDED -> "+ ";
                case REMOVED -> "- ";
                case CHANGED -> "~ ";
              }
              + entry.thing().name().toLowerCase(Locale.ROOT)
              + " "
              + entry.path();
      Screen.Style style =
          switch (entry.kind()) {
            case ADDED -> Screen.Style.GREEN;
            case REMOVED -> Screen.Style.RED;
            case CHANGED -> Screen.Style.YELLOW;
          };
      text.append(screen.styled(line, style)).append('\n');
      for (Difference.Detail detail : entry.details()) {
        text.append("    ")
            .append(detail.key())
            .append(": ")
            .append(detail.before().orElse("(nothing)"))
            .append(" → ")
            .append(detail.after().orElse("(nothing)"))
            .append('\n');
      }
    }
    return text.isEmpty() ? "no difference\n" : text.toString();
  }
}
