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
        "Show what differs between two models, or two deployments, as text, JSON or a picture. Exit"
            + " 1 where something does.",
    footer = {
      "",
      "Examples:",
      "  curtain diff today.sruja tomorrow.sruja --deployment Production -o change.svg",
      "  curtain diff shop.sruja --deployment Staging --to Production"
    })
final class DiffCommand implements Callable<Integer> {
  private static final List<String> FORMATS =
      List.of("text", "json", "svg", "png", "mermaid", "d2");

  @Mixin private final Settings settings;
  @Mixin private Pictures pictures = new Pictures();

  @Parameters(index = "0", paramLabel = "A", description = "The model as it was.")
  private String before = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "B",
      description = "The model as it is; the same where two deployments of it are compared.")
  private Optional<String> after = Optional.empty();

  @Option(
      names = "--deployment",
      paramLabel = "ID",
      description = "Draw this deployment instead of the elements.")
  private Optional<String> deployment = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "ID",
      description = "Compare it with this deployment, whatever they are called.")
  private Optional<String> to = Optional.empty();

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
    if (after.isEmpty() && to.isEmpty()) {
      throw Failure.usage(
          "nothing to compare "
              + before
              + " with (expected: another file, or --deployment and --to)");
    }
    if (to.isPresent() && deployment.isEmpty()) {
      throw Failure.usage("--to " + to.get() + " (expected: --deployment as well)");
    }
    SystemModel old = sole(read(before, screen), deployment, before);
    SystemModel now = sole(read(after.orElse(before), screen), to, after.orElse(before));
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

  private static SystemModel read(String file, Screen screen) {
    return ModelFile.readValid(file, screen).resolution().model();
  }

  /** Where two deployments are compared: one of them alone, both under the name of the second. */
  private SystemModel sole(SystemModel model, Optional<String> id, String file) {
    if (to.isEmpty()) {
      return model;
    }
    return model.deployments().stream()
        .filter(each -> each.id().equals(id.orElseThrow()))
        .findFirst()
        .map(each -> model.only(each, to.get()))
        .orElseThrow(() ->
            Failure.usage(
                id.orElseThrow()
                    + ": no such deployment in "
                    + file
                    + " (there are: "
                    + String.join(", ", model.deployments().stream().map(Deployment::id).toList())
                    + ")"));
  }

  private Picture picture(SystemModel model) {
    if (to.isPresent()) {
      return Diagrams.deployment(model, model.deployments().getFirst());
    }
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
