package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument.FlagDocument;
import dev.curtain.server.document.FlagsDocument.RemovalDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain flag retire NAME}: begins a flag's removal, and says what is still to be done. */
@Command(
    name = "retire",
    mixinStandardHelpOptions = true,
    description = {
      "Begin a flag's removal, or look how far it is: what is still to be done before it can go.",
      "Exit code 1 while something is."
    },
    footer = {
      "",
      "Examples:",
      "  curtain flag retire new-checkout --references src",
      "  curtain flag retire new-checkout --json"
    })
final class FlagRetireCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private FlagChange change = new FlagChange();

  @Option(
      names = "--references",
      paramLabel = "DIR",
      description = "Look anew where this folder of source code names it.")
  private Optional<String> folder = Optional.empty();

  FlagRetireCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    String name = change.name();
    Optional<Integer> places =
        folder.map(each ->
            FlagReferencesCommand.look(each, List.of(name))
                .places()
                .getOrDefault(name, List.of())
                .size());
    FlagDocument before = change.ask(api -> api.flag(name));
    boolean begun = before.live() != null && before.live().removal() != null;
    Map<String, String> members = FlagChange.members("references", places);
    FlagDocument flag =
        begun && places.isEmpty() ? before : change.made(settings, "retire", members);
    RemovalDocument removal = flag.live() == null ? null : flag.live().removal();
    if (removal == null) {
      throw Failure.no(
          name + ": waits for somebody else: curtain flag approve " + name,
          new IllegalStateException(name));
    }
    Screen screen = settings.screen();
    if (change.json()) {
      screen.line(Documents.pretty(removal));
    } else {
      screen.line(
          name
              + ": to be removed by "
              + flag.owner()
              + " until "
              + flag.removeBy()
              + "; begun by "
              + removal.who()
              + " on "
              + removal.since().substring(0, 10));
      removal
          .steps()
          .forEach(step ->
              screen.line(
                  "  "
                      + (step.done() == null ? "?" : step.done() ? "done" : "open")
                      + "  "
                      + step.what()));
      if (removal.ready()) {
        screen.line("curtain flag remove " + name + " ends it");
      }
    }
    return removal.ready() ? ExitCode.GOOD : ExitCode.NO;
  }
}
