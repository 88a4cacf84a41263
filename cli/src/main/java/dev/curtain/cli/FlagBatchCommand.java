package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagBatchDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain flag declare FILE}: many flags at once. */
@Command(mixinStandardHelpOptions = true)
abstract sealed class FlagBatchCommand implements Callable<Integer> {
  @Mixin final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Option(names = "--dry-run", description = "Only say what would come of it.")
  private boolean dryRun;

  private FlagBatchCommand(Settings settings) {
    this.settings = settings;
  }

  /** What is asked, with the file's name and text. */
  abstract Map<String, String> members();

  abstract String action();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> members = new LinkedHashMap<>(members());
    if (dryRun) {
      members.put("dry_run", "true");
    }
    FlagBatchDocument done = client.ask(api -> api.flagBatch(action(), members));
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(done));
    } else {
      done.changed().forEach(each -> screen.line((done.tried() ? "would change " : "") + each));
      done.undeclared()
          .forEach(key ->
              screen.message(
                  key + ": not declared any more; curtain flag remove " + key + " ends it"));
      done.refused().forEach(each -> screen.message("refused: " + each));
      if (done.changed().isEmpty() && done.refused().isEmpty()) {
        screen.line("nothing to change");
      }
    }
    return done.refused().isEmpty() ? ExitCode.GOOD : ExitCode.NO;
  }

  @Command(
      name = "declare",
      description = {
        "Bring what a model declares of its flags into the Curtain that runs; up does the same.",
        "What was changed by command since the model said it last stays."
      },
      footer = {
        "",
        "Examples:",
        "  curtain flag declare shop.sruja --dry-run",
        "  curtain flag declare shop.sruja"
      })
  static final class Declare extends FlagBatchCommand {
    @Parameters(paramLabel = "FILE", description = "A model.")
    private String file = "";

    Declare(Settings settings) {
      super(settings);
    }

    @Override
    Map<String, String> members() {
      String text = ModelFile.readValid(file, settings.screen()).resolution().text();
      return Map.of("file", file, "text", text);
    }

    @Override
    String action() {
      return "declare";
    }
  }
}
