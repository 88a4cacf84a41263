package dev.curtain.cli;

import dev.curtain.flags.FlagSet;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument;
import dev.curtain.server.document.FlagsDocument.FlagDocument;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain flag list [FILE]}: who answers for which flag, and until when. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List flags with their owners and removal days.",
    footer = {
      "",
      "Examples:",
      "  curtain flag list --unused",
      "  curtain flag list flags.json --overdue --owner checkout --json"
    })
final class FlagsListCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  @Option(names = "--overdue", description = "Only flags whose removal day has passed.")
  private boolean overdue;

  @Option(names = "--owner", paramLabel = "OWNER", description = "Only flags of this owner.")
  private String owner = "";

  @Option(names = "--unused", description = "Only flags that no live version evaluates.")
  private boolean unused;

  @Option(names = "--tangled", description = "Only flags that wait for others or are waited for.")
  private boolean tangled;

  @Mixin private Client client = new Client();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A flagd definition; none: the flags of the curtain that runs.")
  private Optional<String> file = Optional.empty();

  FlagsListCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (unused && file.isPresent()) {
      throw Failure.usage("--unused: a file does not know who evaluates it (expected: no FILE)");
    }
    List<FlagDocument> all =
        file.isPresent() ? ofFile(file.get()) : client.ask(api -> api.flags()).flags();
    List<FlagDocument> flags =
        all.stream()
            .filter(flag -> !overdue || flag.overdue())
            .filter(flag -> owner.isEmpty() || owner.equals(flag.owner()))
            .filter(flag -> !unused || flag.live() != null && flag.live().unused())
            .filter(flag -> !tangled || !ties(flag, all).isEmpty())
            .toList();
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(new FlagsDocument(flags)));
    } else {
      for (FlagDocument flag : flags) {
        screen.line(line(flag));
        if (tangled) {
          ties(flag, all).forEach(tie -> screen.line("    " + tie));
        }
      }
      screen.line(flags.size() == 1 ? "1 flag" : flags.size() + " flags");
    }
    return ExitCode.GOOD;
  }

  /** What a flag waits for, and what waits for it: turned off, it takes those with it. */
  private static List<String> ties(FlagDocument flag, List<FlagDocument> all) {
    List<String> ties = new ArrayList<>();
    flag.prerequisites().forEach((key, variant) -> ties.add("waits for " + key + "=" + variant));
    all.stream()
        .filter(each -> each.prerequisites().containsKey(flag.key()))
        .forEach(each -> ties.add("waited for by " + each.key()));
    return ties;
  }

  private static List<FlagDocument> ofFile(String name) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    try {
      return FlagSet.read(FlagsCommand.read(name)).flags().stream()
          .map(flag -> FlagDocument.of(flag, today, Optional.empty()))
          .toList();
    } catch (InvalidFlags e) {
      throw FlagsCommand.refused(name, e);
    }
  }

  private static String line(FlagDocument flag) {
    return "%-28s %-11s %-14s %-10s%s  %s"
        .formatted(
            flag.key(),
            Objects.toString(flag.category(), "-"),
            Objects.toString(flag.owner(), "-"),
            Objects.toString(flag.removeBy(), "-"),
            flag.overdue() ? " overdue" : "",
            FlagChange.FlagWords.state(flag))
        .stripTrailing();
  }
}
