package dev.curtain.cli;

import dev.curtain.router.RouterProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain router}: the data plane alone. */
@Command(
    name = "router",
    mixinStandardHelpOptions = true,
    description = {
      "The data plane alone: serves its last table from disk, takes orders on its control port. Options:",
      "  --listen HOST:PORT (repeatable)  --control HOST:PORT  --state DIR  --token-file FILE"
    },
    footer = {
      "",
      "Examples:",
      "  curtain router --listen 127.0.0.1:8080 --control 127.0.0.1:0 --state /tmp/r --token-file /tmp/r.token",
      "  curtain up FILE   (starts and keeps one by itself)"
    })
final class RouterCommand implements Callable<Integer> {
  @Mixin private final Settings settings;

  @Parameters(hidden = true, arity = "0..*")
  private List<String> arguments = new ArrayList<>();

  @picocli.CommandLine.Unmatched private List<String> options = new ArrayList<>();

  RouterCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    List<String> all = new ArrayList<>(options);
    all.addAll(arguments);
    return RouterProcess.run(all, settings.screen().err());
  }
}
