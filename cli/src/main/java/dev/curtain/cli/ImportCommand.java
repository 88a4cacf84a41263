package dev.curtain.cli;

import dev.curtain.cli.imports.Compose;
import dev.curtain.cli.imports.Imported;
import dev.curtain.cli.imports.Structurizr;
import dev.curtain.model.ModelReader;
import dev.curtain.server.document.Documents;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code curtain import}: other people's files as models. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "KIND",
    description = "Read a file of another program as a model.",
    footer = {
      "",
      "Examples:",
      "  curtain import compose docker-compose.yml -o shop.sruja",
      "  curtain import structurizr workspace.dsl"
    })
final class ImportCommand implements Runnable {
  @Mixin private final Settings settings;
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private ImportCommand(Settings settings) {
    this.settings = settings;
  }

  static CommandLine line(Settings settings) {
    CommandLine line = new CommandLine(new ImportCommand(settings));
    line.addSubcommand("compose", new ComposeCommand(settings));
    line.addSubcommand("structurizr", new StructurizrCommand(settings));
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(settings.screen().out());
  }

  /** {@code curtain import compose FILE}. */
  @Command(
      name = "compose",
      mixinStandardHelpOptions = true,
      description =
          "A Docker Compose file as a model, and what should be better about it. No secret is"
              + " copied.",
      footer = {
        "",
        "Examples:",
        "  curtain import compose docker-compose.yml -o shop.sruja",
        "  curtain import compose docker-compose.yml --json"
      })
  static final class ComposeCommand extends Reading {
    ComposeCommand(Settings settings) {
      super(settings, Compose::read);
    }
  }

  /** {@code curtain import structurizr FILE}. */
  @Command(
      name = "structurizr",
      mixinStandardHelpOptions = true,
      description = "A workspace in the Structurizr DSL as a model.",
      footer = {
        "",
        "Examples:",
        "  curtain import structurizr workspace.dsl -o shop.sruja",
        "  curtain import structurizr workspace.dsl --json"
      })
  static final class StructurizrCommand extends Reading {
    StructurizrCommand(Settings settings) {
      super(settings, (text, _) -> Structurizr.read(text));
    }
  }

  /** What both have in common. */
  abstract static class Reading implements Callable<Integer> {
    @Mixin private final Settings settings;

    @Parameters(paramLabel = "FILE", description = "The file to read.")
    private String file = "";

    @Option(
        names = {"-o", "--output"},
        paramLabel = "OUT",
        description = "The model to write, which must not be there yet; otherwise standard output.")
    private Optional<String> output = Optional.empty();

    @Mixin private Commands.Output format = new Commands.Output();

    @Option(names = "--strict", description = "Exit 1 where there are findings.")
    private boolean strict;

    private final BiFunction<String, String, Imported> reader;

    Reading(Settings settings, BiFunction<String, String, Imported> reader) {
      this.settings = settings;
      this.reader = reader;
    }

    @Override
    public Integer call() {
      Screen screen = settings.screen();
      boolean json = format.json();
      Imported imported = read();
      List<String> errors =
          ModelReader.read(imported.model()).diagnostics().stream()
              .filter(each -> each.isError())
              .map(each -> each.code() + " " + each.message())
              .toList();
      if (json) {
        screen.line(Documents.pretty(imported));
      } else {
        if (output.isEmpty()) {
          screen.line(imported.model().stripTrailing());
        }
        for (Imported.Finding finding : imported.findings()) {
          screen.message(
              screen.styledErr("warning " + finding.rule(), Screen.Style.YELLOW)
                  + ": "
                  + finding.message()
                  + "\n    "
                  + screen.styledErr(finding.hint(), Screen.Style.DIM));
        }
      }
      output.ifPresent(name -> write(name, imported.model()));
      if (!errors.isEmpty()) {
        screen.message(
            file
                + ": the model has errors that somebody has to mend: "
                + String.join("; ", errors));
        return ExitCode.NO;
      }
      return strict && !imported.findings().isEmpty() ? ExitCode.NO : ExitCode.GOOD;
    }

    private Imported read() {
      String text = ModelFile.text(file);
      Path name = Path.of(file).toAbsolutePath().normalize();
      Path directory = name.getParent();
      Path called = directory == null ? null : directory.getFileName();
      try {
        return reader.apply(text, called == null ? "System" : called.toString());
      } catch (IllegalArgumentException e) {
        throw Failure.couldNot(file + ": " + e.getMessage(), e);
      }
    }

    private static void write(String name, String model) {
      try {
        Files.writeString(
            Path.of(name), model, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (FileAlreadyExistsException e) {
        throw Failure.couldNot(name + ": is there already; name another file, or remove it", e);
      } catch (IOException e) {
        throw Failure.couldNot(name + ": cannot be written: " + e.getMessage(), e);
      }
    }
  }
}
