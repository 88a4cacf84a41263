package dev.curtain.cli;

import dev.curtain.router.RouterProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code curtain router}: the data plane alone. */
@Command(
    name = "router",
    mixinStandardHelpOptions = true,
    description = {
      "The data plane alone: serves its last table from disk, takes orders on its control port."
          + " Options:",
      "  --listen HOST:PORT (repeatable)  --control HOST:PORT  --state DIR  --token-file FILE",
      "  --listen-tls HOST:PORT with --certificate FILE --key FILE  --proxy-protocol yes",
      "  --pass-key-file FILE  --user-cookie NAME  --deployment ID  --loops N",
      "  --drain http=60s,stream=110s,websocket=10s,grpc=110s,closing=5s",
      "  --limits router=20000,track=5000,replica=200,pending=50,failures=20,open=1s",
      "  --clients head=15s,idle=75s,stall=60s,head-bytes=32k,body-bytes=0",
      "  --access-log FILE  --access-log-rules sample=10%%,query=names",
      "  --traces http://127.0.0.1:4318/v1/traces  --traces-sample 1%%",
      "  --take-over yes: take the place of the router that uses the state directory"
    },
    footer = {
      "",
      "Examples:",
      "  curtain router --listen 127.0.0.1:8080 --control 127.0.0.1:0 --state r --token-file"
          + " r.token",
      "  curtain router --state r --token-file r.token --take-over yes   (up keeps one by itself)"
    })
final class RouterCommand implements Callable<Integer> {
  @Mixin private final Settings settings;

  // The router reads its own options; picocli only has to let them pass.
  @Unmatched private List<String> passed = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  RouterCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    List<String> typed = spec.commandLine().getParseResult().originalArgs();
    // Everything that was typed from "router" on, in its order.
    List<String> root = spec.root().commandLine().getParseResult().originalArgs();
    List<String> arguments =
        passed.isEmpty() ? typed : root.subList(root.indexOf("router") + 1, root.size());
    return RouterProcess.run(arguments, settings.screen().err());
  }
}
