package dev.curtain.cli;

import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.flags.bring.Brought;
import dev.curtain.flags.bring.Exports;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagBatchDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain flag declare|import FILE}: many flags at once. */
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

  /** Whether it was done without asking any Curtain. */
  boolean local() {
    return false;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (local()) {
      return ExitCode.GOOD;
    }
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

  @Command(
      name = "import",
      description = {
        "Take flags in from an export of flagd or Unleash; what cannot be said here is refused,"
            + " flag by flag.",
        "Each needs a category, an owner and a removal day, its own or the ones given."
      },
      footer = {
        "",
        "Examples:",
        "  curtain flag import unleash.json --owner shop --remove-by 2027-03-01 --dry-run",
        "  curtain flag import unleash.json --environment production --print"
      })
  static final class Import extends FlagBatchCommand {
    @Parameters(paramLabel = "FILE", description = "What flagd or Unleash exports.")
    private String file = "";

    @Option(names = "--owner", paramLabel = "OWNER", description = "For flags without one.")
    private Optional<String> owner = Optional.empty();

    @Option(names = "--category", paramLabel = "NAME", description = "For flags without one.")
    private Optional<String> category = Optional.empty();

    @Option(names = "--remove-by", paramLabel = "DAY", description = "For flags without one.")
    private Optional<String> removeBy = Optional.empty();

    @Option(names = "--environment", paramLabel = "NAME", description = "Which of Unleash's.")
    private Optional<String> environment = Optional.empty();

    @Option(names = "--print", description = "Print it as a flagd definition; ask no Curtain.")
    private boolean print;

    Import(Settings settings) {
      super(settings);
    }

    @Override
    Map<String, String> members() {
      Map<String, String> members =
          FlagChange.members(
              "owner",
              owner,
              "category",
              category,
              "remove_by",
              removeBy,
              "environment",
              environment);
      members.put("text", FlagsCommand.read(file));
      members.put("who", Client.who(settings));
      members.put("reason", file);
      return members;
    }

    @Override
    String action() {
      return "import";
    }

    @Override
    boolean local() {
      if (!print) {
        return false;
      }
      try {
        Brought brought = Exports.read(FlagsCommand.read(file), environment);
        Map<String, Value> document = new LinkedHashMap<>();
        brought.shared().forEach(document::put);
        document.put("flags", new Value.Fields(new LinkedHashMap<>(brought.flags())));
        Screen screen = settings.screen();
        screen.line(Documents.pretty(Json.node(document)));
        brought
            .notes()
            .forEach((key, notes) -> screen.message(key + ": " + String.join("; ", notes)));
        brought.refused().forEach((key, why) -> screen.message("refused: " + key + ": " + why));
        return true;
      } catch (InvalidFlags e) {
        throw FlagsCommand.refused(file, e);
      }
    }
  }
}
