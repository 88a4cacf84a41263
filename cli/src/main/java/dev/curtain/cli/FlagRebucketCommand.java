package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.MovesDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain flag rebucket NAME}: who would move, and then moving them. */
@Command(
    name = "rebucket",
    mixinStandardHelpOptions = true,
    description = {
      "Divide a flag's users otherwise. Without --confirm nothing is changed: it says who would"
          + " move,",
      "of 10 000 made-up users or of your own contexts, and gives the word for --confirm."
    },
    footer = {
      "",
      "Examples:",
      "  curtain flag rebucket new-checkout --bucketing 3 --contexts users.jsonl",
      "  curtain flag rebucket new-checkout --salt 2027 --confirm 1f0c22ab --reason 'new test'"
    })
final class FlagRebucketCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private FlagChange change = new FlagChange();

  @Option(names = "--bucketing", paramLabel = "N", description = "Its generation: 1, 2 or 3.")
  private Optional<String> bucketing = Optional.empty();

  @Option(names = "--salt", paramLabel = "TEXT", description = "What users' keys are joined to.")
  private Optional<String> salt = Optional.empty();

  @Option(names = "--by", paramLabel = "ATTRIBUTE", description = "What a share is a share of.")
  private Optional<String> by = Optional.empty();

  @Option(
      names = "--contexts",
      paramLabel = "FILE",
      description = "Contexts to try, one JSON object a line.")
  private Optional<String> contexts = Optional.empty();

  @Option(names = "--confirm", paramLabel = "WORD", description = "The word of the dry run.")
  private Optional<String> confirm = Optional.empty();

  FlagRebucketCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (bucketing.isEmpty() && salt.isEmpty() && by.isEmpty()) {
      throw Failure.usage("rebucket how? (expected: --bucketing, --salt or --by)");
    }
    Map<String, String> wanted = FlagChange.members("bucketing", bucketing, "salt", salt, "by", by);
    if (confirm.isPresent()) {
      Map<String, String> all = new LinkedHashMap<>(wanted);
      all.put("confirm", confirm.get());
      return change.send(settings, "set", all);
    }
    contexts.ifPresent(file -> wanted.put("contexts", ModelFile.text(file)));
    MovesDocument moves = change.ask(api -> api.flagMoves(change.name(), wanted));
    Screen screen = settings.screen();
    if (change.json()) {
      screen.line(Documents.pretty(moves));
      return ExitCode.GOOD;
    }
    screen.line(
        moves.moved() + " of " + moves.asked() + " users would move (" + moves.percent() + " %)");
    moves.changes().forEach((what, count) -> screen.line("  " + count + "  " + what));
    moves.examples().forEach(each -> screen.line("  as " + each));
    screen.line("nothing was changed; the same with --confirm " + moves.confirm() + " does it");
    return ExitCode.GOOD;
  }
}
