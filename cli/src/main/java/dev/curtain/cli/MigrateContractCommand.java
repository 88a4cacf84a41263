package dev.curtain.cli;

import dev.curtain.migration.gate.VersionInUse;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.State;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.MigrationDocument.ContractionDocument;
import dev.curtain.server.document.SchemaUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain migrate contract MIGRATION}: one step towards the end of the old shape. */
@Command(
    name = "contract",
    mixinStandardHelpOptions = true,
    description = {
      "Take the old shape away: first on trial, by revoked rights; after the soak for good, if no"
          + " version in use needs it, every row agrees and nobody wrote in it meanwhile. Call it"
          + " again after the soak. Exit code 1 while the gate is shut."
    },
    footer = {
      "",
      "Examples:",
      "  curtain migrate contract amounts --ask --soak 600",
      "  curtain migrate contract amounts --in-use shop=v2:live --in-use shop=v1:warm"
    })
final class MigrateContractCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private final Target target = new Target();
  @Mixin private final Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Option(names = "--ask", description = "Ask the curtain that runs which versions are in use.")
  private boolean ask;

  @Option(
      names = "--in-use",
      paramLabel = "SERVICE=VERSION[:WHY]",
      description = "A version in use; WHY: live, warm, draining or rollback_window.")
  private List<String> inUse = new ArrayList<>();

  @Option(
      names = "--nobody-else",
      description = "Nothing but what --in-use names uses the database.")
  private boolean nobodyElse;

  @Option(
      names = "--soak",
      paramLabel = "SECONDS",
      description = "How long the trial lasts (${DEFAULT-VALUE}).")
  private long soak = 600;

  @Parameters(paramLabel = "MIGRATION", description = "Its name.")
  private String name = "";

  MigrateContractCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<List<VersionInUse>> versions = versions();
    Runner.Contraction contraction =
        Migrations.run(
            settings,
            target,
            Runner.Manner.STANDARD,
            runner -> runner.contract(name, versions, Duration.ofSeconds(soak)));
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(ContractionDocument.of(name, contraction)));
    } else {
      screen.line(name + ": " + contraction.state().word());
      contraction.reasons().forEach(reason -> screen.line("  " + reason));
    }
    return contraction.state() == State.CONTRACTED ? ExitCode.GOOD : ExitCode.NO;
  }

  private Optional<List<VersionInUse>> versions() throws InterruptedException {
    List<VersionInUse> all = new ArrayList<>(inUse.stream().map(this::version).toList());
    if (ask) {
      all.addAll(SchemaUse.of(client.ask(ApiClient::status)));
    }
    return ask || nobodyElse || !all.isEmpty() ? Optional.of(all) : Optional.empty();
  }

  private VersionInUse version(String text) {
    int equals = text.indexOf('=');
    int colon = text.lastIndexOf(':');
    if (equals < 1) {
      throw Failure.usage("--in-use " + text + " (expected: SERVICE=VERSION[:WHY])");
    }
    String version = text.substring(equals + 1, colon > equals ? colon : text.length());
    String why = colon > equals ? text.substring(colon + 1) : "live";
    try {
      return new VersionInUse(
          text.substring(0, equals),
          version,
          VersionInUse.Why.valueOf(why.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "--in-use " + text + ": " + why + " (expected: live, warm, draining or rollback_window)");
    }
  }
}
