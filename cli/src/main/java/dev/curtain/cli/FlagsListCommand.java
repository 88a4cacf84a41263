package dev.curtain.cli;

import dev.curtain.flags.FlagSet;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.FlagsDocument;
import dev.curtain.server.document.FlagsDocument.FlagDocument;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain flags list FILE}: who answers for which flag, and until when. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List flags with their owners and removal days.",
    footer = {
      "",
      "Examples:",
      "  curtain flags list flags.json",
      "  curtain flags list flags.json --overdue --owner checkout --json"
    })
final class FlagsListCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  @Option(names = "--overdue", description = "Only flags whose removal day has passed.")
  private boolean overdue;

  @Option(names = "--owner", paramLabel = "OWNER", description = "Only flags of this owner.")
  private String owner = "";

  @Parameters(paramLabel = "FILE", description = "A flagd definition.")
  private String file = "";

  FlagsListCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<FlagDocument> flags =
        flags().flags().stream()
            .map(flag -> FlagDocument.of(flag, today))
            .filter(flag -> !overdue || flag.overdue())
            .filter(flag -> owner.isEmpty() || owner.equals(flag.owner()))
            .toList();
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(new FlagsDocument(flags)));
    } else {
      flags.forEach(flag -> screen.line(line(flag)));
      screen.line(flags.size() == 1 ? "1 flag" : flags.size() + " flags");
    }
    return ExitCode.GOOD;
  }

  private FlagSet flags() {
    try {
      return FlagSet.read(FlagsCommand.read(file));
    } catch (InvalidFlags e) {
      throw FlagsCommand.refused(file, e);
    }
  }

  private static String line(FlagDocument flag) {
    return "%-32s %-9s %-11s %-16s %s%s"
        .formatted(
            flag.key(),
            flag.state(),
            Objects.toString(flag.category(), "-"),
            Objects.toString(flag.owner(), "-"),
            Objects.toString(flag.removeBy(), "-"),
            flag.overdue() ? " overdue" : "");
  }
}
