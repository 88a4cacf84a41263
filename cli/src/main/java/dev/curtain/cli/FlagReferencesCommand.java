package dev.curtain.cli;

import dev.curtain.flags.Flag;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument.FlagDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain flag references DIR}: where the code names which flag. */
@Command(
    name = "references",
    mixinStandardHelpOptions = true,
    description = {
      "Show where a folder of source code names flags, and which flags it names nowhere.",
      "A key counts in quotes, or as a word of its own where it is nobody's plain word."
    },
    footer = {
      "",
      "Examples:",
      "  curtain flag references src",
      "  curtain flag references src --flags flags.json --unused --json"
    })
final class FlagReferencesCommand implements Callable<Integer> {
  /**
   * What is printed as JSON.
   *
   * @param files how many were looked at
   * @param unnamed flags that no file names
   */
  record ReferencesDocument(
      String folder,
      int files,
      Map<String, List<FlagReferences.Place>> references,
      List<String> unnamed) {}

  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(paramLabel = "DIR", description = "A folder of source code.")
  private String folder = "";

  @Option(
      names = "--flags",
      paramLabel = "FILE",
      description = "A flagd definition; none: the flags of the curtain that runs.")
  private Optional<String> file = Optional.empty();

  @Option(names = "--unused", description = "Only flags that are named nowhere.")
  private boolean unused;

  FlagReferencesCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> keys =
        file.isPresent()
            ? ofFile(file.get())
            : client.ask(api -> api.flags()).flags().stream().map(FlagDocument::key).toList();
    FlagReferences.Found found = look(folder, keys);
    List<String> unnamed =
        found.places().entrySet().stream()
            .filter(each -> each.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(
          Documents.pretty(
              new ReferencesDocument(
                  folder, found.files(), unused ? Map.of() : found.places(), unnamed)));
      return ExitCode.GOOD;
    }
    if (!unused) {
      found
          .places()
          .forEach((key, places) ->
              places.forEach(place ->
                  screen.line(
                      key + "  " + place.file() + ":" + place.line() + "  " + place.text())));
    }
    unnamed.forEach(key -> screen.line(key + "  named nowhere"));
    screen.line(found.files() + " files looked at");
    return ExitCode.GOOD;
  }

  static FlagReferences.Found look(String folder, List<String> keys) {
    Path path = Path.of(folder);
    if (!Files.isDirectory(path)) {
      throw Failure.couldNot(
          folder + ": no folder (expected: one with source code)", new IOException(folder));
    }
    try {
      return FlagReferences.in(path, keys);
    } catch (IOException e) {
      throw Failure.couldNot(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<String> ofFile(String name) {
    try {
      return FlagSet.read(FlagsCommand.read(name)).flags().stream().map(Flag::key).toList();
    } catch (InvalidFlags e) {
      throw FlagsCommand.refused(name, e);
    }
  }
}
