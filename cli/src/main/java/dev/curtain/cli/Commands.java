package dev.curtain.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The tree of commands. */
final class Commands {
  private Commands() {}

  static CommandLine all(Settings settings) {
    CommandLine line = new CommandLine(new Root(settings));
    line.addSubcommand("init", new InitCommand(settings));
    line.addSubcommand("validate", new ValidateCommand(settings));
    line.addSubcommand("explain", new ExplainCommand(settings));
    line.addSubcommand("fmt", new FmtCommand(settings));
    line.addSubcommand("model", new ModelCommand(settings));
    line.addSubcommand("view", new ViewCommand(settings));
    line.addSubcommand("diff", new DiffCommand(settings));
    line.addSubcommand("import", ImportCommand.line(settings));
    line.addSubcommand("lsp", new LspCommand(settings));
    line.addSubcommand("plan", new PlanCommand(settings));
    line.addSubcommand("advise", new AdviseCommand(settings));
    line.addSubcommand("rehearse", new RehearseCommand(settings));
    line.addSubcommand("simulate", new SimulateCommand(settings));
    line.addSubcommand("up", new UpCommand(settings));
    line.addSubcommand("serve", new ServeCommand(settings));
    line.addSubcommand("down", new DownCommand(settings));
    line.addSubcommand("status", new StatusCommand(settings));
    line.addSubcommand("watch", new WatchCommand(settings));
    line.addSubcommand("deploy", new DeployCommand(settings));
    line.addSubcommand("promote", new RolloutCommand.Promote(settings));
    line.addSubcommand("pause", new RolloutCommand.Pause(settings));
    line.addSubcommand("resume", new RolloutCommand.Resume(settings));
    line.addSubcommand("abort", new RolloutCommand.Abort(settings));
    line.addSubcommand("approve", new RolloutCommand.Approve(settings));
    line.addSubcommand("check", new ControlCommand.Check(settings));
    line.addSubcommand("skip", new RolloutCommand.Skip(settings));
    line.addSubcommand("retry", new ControlCommand.Retry(settings));
    line.addSubcommand("outcome", new ControlCommand.Outcome(settings));
    line.addSubcommand("failover", new FailoverCommand(settings));
    line.addSubcommand("drill", new DrillCommand(settings));
    line.addSubcommand("undo", new ControlCommand.Undo(settings));
    line.addSubcommand("rollback", new RollbackCommand(settings));
    line.addSubcommand("history", new HistoryCommand(settings));
    line.addSubcommand("show", new ShowCommand(settings));
    line.addSubcommand("slo", new SloCommand(settings));
    line.addSubcommand("audit", new AuditCommand(settings));
    line.addSubcommand("traffic", new TrafficCommand(settings));
    line.addSubcommand("judge", new JudgeCommand(settings));
    line.addSubcommand("flag", FlagsCommand.line(settings), "flags");
    line.addSubcommand("migrate", MigrateCommand.line(settings));
    line.addSubcommand("router", new RouterCommand(settings));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    CommandList.install(line, settings.screen());
    line.setExpandAtFiles(false);
    return line;
  }

  /** {@code curtain} itself: says what there is. */
  @Command(
      name = "curtain",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      description = {
        "Deployment as architecture: one file says what a system is, where it runs and how it may"
            + " change."
      },
      footer = {
        "",
        "Examples:",
        "  curtain rehearse shop.sruja --fault 'Shop.API@v2:error_rate=5%%'",
        "  curtain up examples/shop/shop.sruja"
      })
  static final class Root implements Runnable {
    @CommandLine.Mixin private final Settings settings;
    @CommandLine.Spec private CommandSpec spec = CommandSpec.create();

    Root(Settings settings) {
      this.settings = settings;
    }

    @Override
    public void run() {
      spec.commandLine().usage(settings.screen().out());
    }
  }

  /** {@code --json}, or {@code --format json}. */
  static final class Output {
    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.")
    private String format = "text";

    boolean json() {
      if (!format.equals("text") && !format.equals("json")) {
        throw Failure.usage("--format " + format + " (expected: text or json)");
      }
      return json || format.equals("json");
    }
  }

  /** The version of this build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"curtain " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
