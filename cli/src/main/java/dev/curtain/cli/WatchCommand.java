package dev.curtain.cli;

import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code curtain watch}: what runs and what happens, as it happens. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Watch what runs and what happens to it, until Ctrl-C.",
      "On a terminal the picture moves and what happened goes by above it; a pipe gets a line for"
          + " each thing that happens; --json the entries of the log as they are written, one a"
          + " line."
    },
    footer = {
      "",
      "Examples:",
      "  curtain watch | tee deploy.log",
      "  curtain watch --json | jq 'select(.kind==\"moved\")'"
    })
final class WatchCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  WatchCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return client.ask(api -> {
      new Watch(api, settings.screen(), output.json(), ZoneId.systemDefault()).forever();
      return ExitCode.GOOD;
    });
  }
}
